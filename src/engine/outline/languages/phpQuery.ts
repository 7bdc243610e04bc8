const CLASS = '[(name) (qualified_name)]';
const REQUIRED = '[(require_expression) (require_once_expression) (include_expression) (include_once_expression)]';

export const phpQuery = `
(class_declaration name: (_) @name) @def.class
(anonymous_class) @def.class
(interface_declaration name: (_) @name) @def.interface
(trait_declaration name: (_) @name) @def.trait
(enum_declaration name: (_) @name) @def.enum
(enum_case name: (_) @name value: (_)? @value) @def.enumMember
(function_definition name: (_) @name) @def.function
(method_declaration name: (_) @name) @def.method
(property_declaration type: (_)? @type (property_element name: (_) @name default_value: (_)? @value) @def.property)
(const_declaration type: (_)? @type (const_element (name) @name "=" (_) @value) @def.constant)
(assignment_expression left: (variable_name) @name right: [(anonymous_function) (arrow_function)] @code) @def.function
(function_call_expression function: (name) @_define arguments: (arguments (argument (string) @name) (argument (_) @value)) (#eq? @_define "define")) @def.constant

(simple_parameter type: (_)? @param.type reference_modifier: (_)? @param.rest name: (_) @param.name default_value: (_)? @param.default) @param
(property_promotion_parameter type: (_)? @param.type name: (_) @param.name default_value: (_)? @param.default) @param
(variadic_parameter type: (_)? @param.type "..." @param.rest name: (_) @param.name) @param

(class_declaration (base_clause ${CLASS} @extends)) @of
(anonymous_class (base_clause ${CLASS} @extends)) @of
(interface_declaration (base_clause ${CLASS} @extends)) @of
(class_declaration (class_interface_clause ${CLASS} @implements)) @of
(anonymous_class (class_interface_clause ${CLASS} @implements)) @of
(enum_declaration (class_interface_clause ${CLASS} @implements)) @of
(class_declaration body: (declaration_list (use_declaration ${CLASS} @extends))) @of
(trait_declaration body: (declaration_list (use_declaration ${CLASS} @extends))) @of
(enum_declaration body: (enum_declaration_list (use_declaration ${CLASS} @extends))) @of

(namespace_use_declaration) @import
${REQUIRED} @import
(php_tag) @structure
(namespace_definition !body) @structure

(function_call_expression function: (_) @call)
[(member_call_expression) (nullsafe_member_call_expression) (scoped_call_expression)] @call
(object_creation_expression ${CLASS} @call)
(throw_expression (object_creation_expression ${CLASS} @throw))
(throw_expression (_ (object_creation_expression ${CLASS} @throw)))
(throw_expression (scoped_call_expression scope: ${CLASS} @throw))
(function_call_expression function: (_) @_getenv arguments: (arguments (argument [(string) (encapsed_string)] @env)) (#match? @_getenv "^[\\\\\\\\]?getenv$"))
(subscript_expression (variable_name) @_global [(string) (encapsed_string)] @env (#any-of? @_global "$_ENV" "$_SERVER"))

[(function_definition) (method_declaration) (anonymous_function) (arrow_function)] @scope.function
(variable_name (name) @skip)
(namespace_name (name) @skip)
(class_declaration name: (_) @skip)
(interface_declaration name: (_) @skip)
(trait_declaration name: (_) @skip)
(enum_declaration name: (_) @skip)
(enum_case name: (_) @skip)
(function_definition name: (_) @skip)
(method_declaration name: (_) @skip)
(const_element (name) @skip)
(argument name: (_) @skip)
(member_call_expression name: (_) @skip)
(nullsafe_member_call_expression name: (_) @skip)
(scoped_call_expression name: (_) @skip)
(member_access_expression name: (_) @skip)
(nullsafe_member_access_expression name: (_) @skip)
(class_constant_access_expression (_) (name) @skip)
`;
