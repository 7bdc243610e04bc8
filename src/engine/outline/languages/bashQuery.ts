export const bashQuery = `
(function_definition name: (_) @name) @def.function
(declaration_command (variable_assignment name: (variable_name) @name value: (_)? @value) @def.constant)
(program (variable_assignment name: (variable_name) @name value: (_)? @value) @def.variable)

(command name: (command_name) @_source argument: (_) @from (#any-of? @_source "source" ".")) @import

(command name: (command_name) @call)
(command name: (command_name) @_exit argument: (_) @throw (#eq? @_exit "exit") (#not-eq? @throw "0"))
(command name: (command_name) @_exit argument: (number) @throw (#eq? @_exit "return") (#not-eq? @throw "0"))
(simple_expansion (variable_name) @env)
(expansion (variable_name) @env)

(function_definition) @scope.function
(function_definition name: (_) @skip)
(declaration_command "local" (variable_assignment name: (variable_name) @bind))
(declaration_command "local" (variable_name) @bind)
(for_statement variable: (variable_name) @skip)
((variable_name) @skip (#match? @skip "^[0-9]+$"))
`;
