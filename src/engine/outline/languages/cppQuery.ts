const LAST = '[(identifier) (field_identifier) (type_identifier) (destructor_name) (operator_name) (operator_cast) (template_function)]';
const SCOPE = '[(namespace_identifier) @owner (template_type name: (_) @owner)]';
/** A declared name; `Queue<T>::add` with what it is a member of. */
const NAME = `
  [(identifier) @name (field_identifier) @name (destructor_name) @name (operator_name) @name (template_function) @name (template_method) @name (type_identifier) @name
   (qualified_identifier scope: ${SCOPE} name: ${LAST} @name)
   (qualified_identifier scope: (_) name: (qualified_identifier scope: ${SCOPE} name: ${LAST} @name))
   (qualified_identifier scope: (_) name: (qualified_identifier scope: (_) name: (qualified_identifier scope: ${SCOPE} name: ${LAST} @name)))
   (qualified_identifier !scope name: ${LAST} @name)]`;

/** The same in up to three layers of pointers, references and arrays. */
const layered = (inside: string, layers: string): string => `
  [${inside}
   ${layers.replace(/X/g, inside)}
   ${layers.replace(/X/g, `[${layers.replace(/X/g, inside)}]`)}
   ${layers.replace(/X/g, `[${layers.replace(/X/g, `[${layers.replace(/X/g, inside)}]`)}]`)}]`;
const FUNCTION = layered(`(function_declarator declarator: ${NAME} parameters: (_) @params)`, '(pointer_declarator declarator: X) (reference_declarator X) (attributed_declarator X) (function_declarator declarator: (parenthesized_declarator X))');
const CAST = '[(operator_cast) @name (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: (operator_cast) @name)]';
const VARIABLE = layered(
  '[(identifier) @name (field_identifier) @name (type_identifier) @name (qualified_identifier scope: [(namespace_identifier) @owner (template_type name: (_) @owner)] name: (identifier) @name) (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: [(identifier) @name (field_identifier) @name (type_identifier) @name])))]',
  '(pointer_declarator declarator: X) (reference_declarator X) (array_declarator declarator: X) (attributed_declarator X)',
);

export const cppQuery = `
(function_definition declarator: ${FUNCTION}) @def.function
(function_definition declarator: ${CAST}) @def.function
(declaration declarator: ${FUNCTION}) @def.function
(declaration declarator: ${CAST}) @def.function
(field_declaration declarator: ${FUNCTION}) @def.function
(field_declaration declarator: ${CAST}) @def.function

(class_specifier name: (_) @name body: (_) @body) @def.class
(struct_specifier name: (_)? @name body: (_) @body) @def.struct
(union_specifier name: (_)? @name body: (_) @body) @def.struct
(enum_specifier name: (_)? @name body: (_) @body) @def.enum
(enumerator name: (_) @name) @def.enumMember
(namespace_definition name: (_)? @name body: (_) @body) @def.namespace
(alias_declaration name: (_) @name type: (_) @type) @def.type
(concept_definition name: (_) @name) @def.type
(type_definition declarator: ${VARIABLE}) @def.type

; a declaration of one name, then one of several
(field_declaration declarator: ${VARIABLE}) @def.property
(field_declaration declarator: ${VARIABLE} @def.property)
(declaration declarator: ${VARIABLE}) @def.variable
(declaration declarator: (init_declarator declarator: ${VARIABLE} value: (_) @value)) @def.variable
(declaration declarator: ${VARIABLE} @def.variable)
(declaration declarator: (init_declarator declarator: ${VARIABLE} value: (_) @value) @def.variable)

(preproc_def name: (_) @name value: (_) @value) @def.constant
(preproc_function_def name: (_) @name parameters: (_) @params value: (_)? @body) @def.function

(class_specifier (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @extends)) @of
(struct_specifier (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @extends)) @of

(preproc_include path: (_) @from) @import
[(preproc_call) (using_declaration) (namespace_alias_definition) (preproc_def !value)] @structure

(call_expression function: (_) @call)
(call_expression function: (template_function name: (_) @call))
(call_expression function: (template_function name: (_) @call.notable (#match? @call.notable "^(?:static|dynamic|const|reinterpret)_cast$")))
(throw_statement (call_expression function: [(identifier) (qualified_identifier)] @throw))
(throw_statement (call_expression function: (template_function name: (_) @throw)))
(throw_statement (compound_literal_expression type: (_) @throw))
(call_expression function: (_) @_getenv arguments: (argument_list (string_literal) @env) (#any-of? @_getenv "getenv" "std::getenv" "::getenv" "secure_getenv" "getenv_s"))

[(function_definition) (lambda_expression)] @scope.function
[(compound_statement) (for_statement) (for_range_loop) (if_statement) (while_statement) (catch_clause) (template_declaration) (class_specifier) (struct_specifier)
 (union_specifier) (preproc_function_def) (requires_expression)] @scope
(class_specifier name: (type_identifier) @bind.outer)
(struct_specifier name: (type_identifier) @bind.outer body: (_))
(union_specifier name: (type_identifier) @bind.outer body: (_))
(enum_specifier name: (type_identifier) @bind body: (_))
(namespace_definition name: (namespace_identifier) @bind.outer)
(enumerator name: (_) @bind)
(function_declarator declarator: (identifier) @bind.outer)
(type_parameter_declaration (type_identifier) @bind)
(variadic_type_parameter_declaration (type_identifier) @bind)
(optional_type_parameter_declaration name: (_) @bind)
(parameter_declaration declarator: (identifier) @bind)
(optional_parameter_declaration declarator: (identifier) @bind)
(declaration declarator: (identifier) @bind)
(init_declarator declarator: (identifier) @bind)
(pointer_declarator declarator: (identifier) @bind)
(reference_declarator (identifier) @bind)
(array_declarator declarator: (identifier) @bind)
(structured_binding_declarator (identifier) @bind)
(variadic_declarator (identifier) @bind)
(for_range_loop declarator: (identifier) @bind)
(preproc_params (identifier) @bind)
(alias_declaration name: (_) @bind)
(type_definition declarator: (type_identifier) @bind)
(qualified_identifier name: [(identifier) (type_identifier)] @skip)
(destructor_name (identifier) @skip)
(preproc_def name: (_) @bind)
(preproc_function_def name: (_) @bind.outer)
(attribute name: (_) @skip)
`;
