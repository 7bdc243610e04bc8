const TYPES = ['class_declaration', 'struct_declaration', 'record_declaration', 'interface_declaration', 'enum_declaration'];
const NAMED_TYPE = '[(identifier) (qualified_name) (generic_name) (alias_qualified_name)]';

/** Nothing but the name tells an interface from a class: interfaces begin with an I (the framework's own design guidelines, CA1715). */
function heritage(type: string): string {
  const base = (relation: string, predicate: string): string => `(${type} (base_list ${NAMED_TYPE} ${relation} ${predicate})) @of\n(${type} (base_list (primary_constructor_base_type type: (_) ${relation} ${predicate}))) @of`;
  if (type === 'interface_declaration') return base('@extends', '');
  return `${base('@extends', '(#not-match? @extends "^([A-Za-z_.]+[.])?I[A-Z]")')}\n${base('@implements', '(#match? @implements "^([A-Za-z_.]+[.])?I[A-Z]")')}`;
}

export const csharpQuery = `
(class_declaration name: (_) @name) @def.class
(struct_declaration name: (_) @name) @def.struct
(record_declaration name: (_) @name) @def.class
(interface_declaration name: (_) @name) @def.interface
(enum_declaration name: (_) @name) @def.enum
(enum_member_declaration name: (_) @name value: (_)? @value) @def.enumMember
(delegate_declaration type: (_) @result name: (_) @name) @def.type
(record_declaration (parameter_list (parameter type: (_) @type name: (_) @name) @def.property))
(method_declaration returns: (_) @result name: (_) @name) @def.method
(constructor_declaration name: (_) @name) @def.constructor
(destructor_declaration name: (_) @name) @def.method
(operator_declaration type: (_) @result operator: _ @name) @def.method
(conversion_operator_declaration type: (_) @result @name) @def.method
(indexer_declaration type: (_) @result accessors: (_)? @body) @def.property
(property_declaration type: (_) @type name: (_) @name accessors: (accessor_list (accessor_declaration !body))) @def.property
(property_declaration type: (_) @type name: (_) @name accessors: (_) @body) @def.property
(property_declaration type: (_) @type name: (_) @name value: (_) @body) @def.property
(event_declaration type: (_) @type name: (_) @name accessors: (_)? @body) @def.property
(event_field_declaration (variable_declaration type: (_) @type (variable_declarator name: (_) @name) @def.property))
(field_declaration (variable_declaration type: (_) @type (variable_declarator name: (_) @name "=" (_) @value) @def.property))
(field_declaration (variable_declaration type: (_) @type (variable_declarator name: (_) @name) @def.property))
(local_function_statement type: (_) @result name: (_) @name) @def.function

(parameter (modifier)? @param.rest type: (_)? @param.type name: (_) @param.name "=" (_) @param.default) @param
(parameter (modifier)? @param.rest type: (_)? @param.type name: (_) @param.name) @param
; The grammar writes \`params T[] name\` straight into the list.
(parameter_list "params" @param.rest type: (_) @param.type name: (_) @param.name @param)
(bracketed_parameter_list "params" @param.rest type: (_) @param.type name: (_) @param.name @param)

${TYPES.map(heritage).join('\n')}

(using_directive) @import
(extern_alias_directive) @structure
(file_scoped_namespace_declaration) @structure

(invocation_expression function: (_) @call)
(object_creation_expression type: (_) @call)
(throw_statement (object_creation_expression type: (_) @throw))
(throw_expression (object_creation_expression type: (_) @throw))
(invocation_expression function: (member_access_expression expression: (_) @_environment name: (_) @_get) arguments: (argument_list (argument (string_literal) @env)) (#any-of? @_environment "Environment" "System.Environment") (#eq? @_get "GetEnvironmentVariable"))

[(method_declaration) (constructor_declaration) (destructor_declaration) (operator_declaration) (conversion_operator_declaration) (local_function_statement) (lambda_expression) (anonymous_method_expression)
 (accessor_declaration) (indexer_declaration) (delegate_declaration)] @scope.function
[(block) (for_statement) (foreach_statement) (using_statement) (catch_clause) (switch_section) (switch_expression_arm) (query_expression) ${TYPES.map((type) => `(${type})`).join(' ')}] @scope
${TYPES.map((type) => `(${type} name: (_) @bind.outer)`).join('\n')}
(local_function_statement name: (_) @bind.outer)
(type_parameter name: (_) @bind)
(parameter name: (_) @bind)
(parameter_list name: (_) @bind)
(implicit_parameter) @bind
(local_declaration_statement (variable_declaration (variable_declarator name: (_) @bind)))
(for_statement (variable_declaration (variable_declarator name: (_) @bind)))
(using_statement (variable_declaration (variable_declarator name: (_) @bind)))
(foreach_statement left: (identifier) @bind)
(catch_declaration name: (_) @bind)
(declaration_pattern name: (_) @bind)
(declaration_expression name: (_) @bind)
(from_clause name: (_) @bind)
(method_declaration name: (_) @skip)
(constructor_declaration name: (_) @skip)
(destructor_declaration name: (_) @skip)
(property_declaration name: (_) @skip)
(event_declaration name: (_) @skip)
(delegate_declaration name: (_) @skip)
(enum_member_declaration name: (_) @skip)
(field_declaration (variable_declaration (variable_declarator name: (_) @skip)))
(event_field_declaration (variable_declaration (variable_declarator name: (_) @skip)))
(member_access_expression name: (_) @skip)
(member_binding_expression name: (_) @skip)
(qualified_name name: (_) @skip)
(argument name: (_) @skip)
`;
