/** The grammar names no fields: parts are found by their types, the first that fits. */
export const powershellQuery = `
(function_statement (function_name) @name (function_parameter_declaration)? @params (script_block (param_block)? @params (script_block_body)? @body)?) @def.function
(program (param_block) @params @def.function)
(class_statement (simple_name) @name) @def.class
(class_property_definition (type_literal)? @type (variable) @name) @def.property
(class_method_definition (type_literal)? @result (simple_name) @name (class_method_parameter_list)? @params (script_block)? @body) @def.method
(enum_statement (simple_name) @name) @def.enum
(enum_member (simple_name) @name) @def.enumMember
(assignment_expression (left_assignment_expression) @name value: (_) @value) @def.variable
((command) @def.constant (#match? @def.constant "^(?:[Ss]et|[Nn]ew)-[Vv]ariable\\\\b[^\\\\n]*-[Oo]ption\\\\s+['\\"]?(?:[Cc]onstant|[Rr]ead[Oo]nly)"))

(class_statement ":" (simple_name) @extends) @of

((command) @import (#match? @import "^(?:\\\\.\\\\s|[Ii]mport-[Mm]odule\\\\b)"))
((command) @structure (#match? @structure "^(?:[Uu]sing|[Ee]xport-[Mm]odule[Mm]ember)\\\\b"))

(command command_name: (command_name) @call)
(invokation_expression) @call

(flow_control_statement "throw" (pipeline) @throw)
(flow_control_statement "exit" (pipeline) @throw)
((command) @throw (#match? @throw "^[Ww]rite-[Ee]rror\\\\b[^|]*-(?:[Ee]rror[Aa]ction|[Ee][Aa])[\\\\s:]+['\\"]?[Ss]top"))
((invokation_expression) @throw (#match? @throw "^.[Pp][Ss][Cc]mdlet\\\\.[Tt]hrow[Tt]erminating[Ee]rror\\\\("))

((variable) @env (#match? @env "^.{?[Ee][Nn][Vv]:"))
((invokation_expression) @env (#match? @env "^\\\\[(?:System\\\\.)?Environment\\\\]::GetEnvironmentVariable\\\\("))

(function_statement) @scope.function
(class_method_definition) @scope.function
((variable) @skip (#not-match? @skip "^.(?:[Ss]cript|[Gg]lobal):"))
`;
