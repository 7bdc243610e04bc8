const TYPE = '[(integral_type) (floating_point_type) (boolean_type) (type_identifier) (scoped_type_identifier) (generic_type) (array_type) (annotated_type)]';

export const javaQuery = `
(class_declaration name: (_) @name) @def.class
(record_declaration name: (_) @name) @def.class
(interface_declaration name: (_) @name) @def.interface
(annotation_type_declaration name: (_) @name) @def.interface
(enum_declaration name: (_) @name) @def.enum
(enum_constant name: (_) @name arguments: (_)? @value) @def.enumMember
(object_creation_expression (class_body) @def.class @body)
(enum_constant body: (class_body) @def.class @body)
(record_declaration parameters: (formal_parameters (formal_parameter type: (_) @type name: (_) @name) @def.property))
(record_declaration parameters: (formal_parameters (spread_parameter ${TYPE} @type (variable_declarator name: (_) @name)) @def.property))
(method_declaration type: (_) @result name: (_) @name) @def.method
(constructor_declaration name: (_) @name) @def.constructor
(record_declaration parameters: (_) @params body: (class_body (compact_constructor_declaration name: (_) @name) @def.constructor))
(annotation_type_element_declaration type: (_) @type name: (_) @name value: (_)? @value) @def.property
(field_declaration type: (_) @type declarator: (variable_declarator name: (_) @name value: (_)? @value) @def.property)
(constant_declaration type: (_) @type declarator: (variable_declarator name: (_) @name value: (_)? @value) @def.property)

(formal_parameter type: (_) @param.type name: (_) @param.name) @param
(spread_parameter ${TYPE} @param.type "..." @param.rest (variable_declarator name: (_) @param.name)) @param

(class_declaration superclass: (superclass (_) @extends)) @of
(class_declaration interfaces: (super_interfaces (type_list (_) @implements))) @of
(record_declaration interfaces: (super_interfaces (type_list (_) @implements))) @of
(enum_declaration interfaces: (super_interfaces (type_list (_) @implements))) @of
(interface_declaration (extends_interfaces (type_list (_) @extends))) @of
(object_creation_expression type: (_) @extends (class_body) @of)

(import_declaration [(scoped_identifier) (identifier)] @from (asterisk)? @import.star) @import
(module_declaration body: (module_body (requires_module_directive module: (_) @from) @import))
(package_declaration) @structure

(method_invocation) @call
(object_creation_expression type: (_) @call)
(throws (type_identifier) @throw)
(throws (scoped_type_identifier (_) (type_identifier) @throw))
(throw_statement (object_creation_expression type: (scoped_type_identifier (_) (type_identifier) @throw)))
(throw_statement (object_creation_expression type: (_) @throw))
(throw_statement (_ (object_creation_expression type: (_) @throw)))
(throw_statement (cast_expression type: (_) @throw))
(method_invocation object: (identifier) @_system name: (identifier) @_getenv arguments: (argument_list (string_literal) @env) (#eq? @_system "System") (#eq? @_getenv "getenv"))
(method_invocation object: (method_invocation object: (identifier) @_system name: (identifier) @_getenv) name: (identifier) @_get arguments: (argument_list (string_literal) @env) (#eq? @_system "System") (#eq? @_getenv "getenv") (#any-of? @_get "get" "getOrDefault" "containsKey"))

[(method_declaration) (constructor_declaration) (compact_constructor_declaration) (lambda_expression)] @scope.function
[(block) (for_statement) (enhanced_for_statement) (try_with_resources_statement) (catch_clause) (switch_block_statement_group) (switch_rule)
 (class_declaration) (record_declaration) (interface_declaration) (enum_declaration)] @scope
(class_declaration name: (_) @bind.outer)
(record_declaration name: (_) @bind.outer)
(interface_declaration name: (_) @bind.outer)
(annotation_type_declaration name: (_) @skip)
(enum_declaration name: (_) @bind.outer)
(type_parameter (type_identifier) @bind)
(formal_parameter name: (_) @bind)
(spread_parameter (variable_declarator name: (_) @bind))
(catch_formal_parameter name: (_) @bind)
(local_variable_declaration declarator: (variable_declarator name: (_) @bind))
(enhanced_for_statement name: (_) @bind)
(resource name: (_) @bind)
(lambda_expression parameters: (identifier) @bind)
(inferred_parameters (identifier) @bind)
(instanceof_expression name: (_) @bind)
(field_declaration declarator: (variable_declarator name: (_) @skip))
(constant_declaration declarator: (variable_declarator name: (_) @skip))
(method_declaration name: (_) @skip)
(constructor_declaration name: (_) @skip)
(compact_constructor_declaration name: (_) @skip)
(annotation_type_element_declaration name: (_) @skip)
(enum_constant name: (_) @skip)
(element_value_pair key: (_) @skip)
(method_invocation object: (_) name: (_) @skip)
(field_access field: (_) @skip)
(scoped_type_identifier (_) (type_identifier) @skip)
(method_reference (_) (identifier) @skip)
(labeled_statement (identifier) @skip)
(break_statement (identifier) @skip)
(continue_statement (identifier) @skip)
`;
