/** An error by the name that Go gives it: `ErrNotFound`, `io.EOF`, `errClosed`, `context.Canceled`. */
const SENTINEL = '"^(?:[A-Za-z_]\\\\w*\\\\.)?(?:[Ee]rr[A-Z]\\\\w*|E[A-Z]{2,}|EOF|Canceled|DeadlineExceeded|SkipDir|SkipAll)$"';
const ERROR_TYPE = '"(?:Error|Err)$"';
const NAME = '[(identifier) (selector_expression)]';
const RECEIVER = `
  [(type_identifier) @owner
   (generic_type type: (type_identifier) @owner)
   (pointer_type (type_identifier) @owner)
   (pointer_type (generic_type type: (type_identifier) @owner))
   (parenthesized_type (type_identifier) @owner)
   (parenthesized_type (pointer_type (type_identifier) @owner))
   (pointer_type (parenthesized_type (type_identifier) @owner))]`;
const TYPE_NAME = '[(type_identifier) (qualified_type) (generic_type)]';

export const goQuery = `
(function_declaration name: (_) @name result: (_)? @result) @def.function
(method_declaration receiver: (parameter_list (parameter_declaration type: ${RECEIVER})) name: (_) @name result: (_)? @result) @def.method
(method_declaration name: (_) @name result: (_)? @result) @def.method
(short_var_declaration left: (expression_list (identifier) @name) right: (expression_list (func_literal result: (_)? @result) @code)) @def.function

(type_spec name: (_) @name type: (struct_type "struct" @type (field_declaration_list) @body)) @def.struct
(type_spec name: (_) @name type: (interface_type "interface" @type)) @def.interface
(type_spec name: (_) @name type: (_) @type) @def.type
(type_alias name: (_) @name type: (_) @type) @def.type
(method_elem name: (_) @name result: (_)? @result) @def.method

; a declaration of one name, of several, of none
(field_declaration name: (_) @name) @def.property
(field_declaration name: (_) @name @def.property type: (_) @type)
(field_declaration !name type: (_) @name) @def.property
(const_spec name: (_) @name) @def.constant
(const_spec name: (identifier) @name @def.constant type: (_)? @type)
(var_spec name: (_) @name) @def.variable
(var_spec name: (identifier) @name @def.variable type: (_)? @type)

(parameter_declaration name: (_) @param.name type: (_) @param.type) @param
(parameter_declaration !name type: (_) @param.name @param.type) @param
(variadic_parameter_declaration name: (_) @param.name "..." @param.rest type: (_) @param.type) @param
(variadic_parameter_declaration !name "..." @param.rest type: (_) @param.name @param.type) @param

(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: (_) @extends)))) @of
(type_spec type: (interface_type (type_elem) @extends (#not-match? @extends "[|~]"))) @of
(var_spec name: (_) @_blank type: ${TYPE_NAME} @implements value: (expression_list (call_expression function: (parenthesized_expression (unary_expression operand: (identifier) @of.name)))) (#eq? @_blank "_"))
(var_spec name: (_) @_blank type: ${TYPE_NAME} @implements value: (expression_list (unary_expression operand: (composite_literal type: (type_identifier) @of.name))) (#eq? @_blank "_"))
(var_spec name: (_) @_blank type: ${TYPE_NAME} @implements value: (expression_list (composite_literal type: (type_identifier) @of.name)) (#eq? @_blank "_"))
(var_spec name: (_) @_blank type: ${TYPE_NAME} @implements value: (expression_list (call_expression function: (identifier) @_new arguments: (argument_list (type_identifier) @of.name))) (#eq? @_blank "_") (#eq? @_new "new"))
(var_spec name: (_) @_blank type: ${TYPE_NAME} @implements value: (expression_list (type_conversion_expression type: (parenthesized_type (pointer_type (generic_type type: (type_identifier) @of.name))))) (#eq? @_blank "_"))

(package_clause) @structure
(import_declaration) @structure
(const_declaration) @structure
(type_declaration) @structure
(var_spec name: (_) @_name (#not-eq? @_name "_")) @structure

(call_expression function: (_) @call)
(type_conversion_expression type: (generic_type type: (_) @call))
(call_expression function: (identifier) @call.notable (#any-of? @call.notable
  "append" "cap" "clear" "close" "complex" "copy" "delete" "imag" "len" "make" "max" "min" "new" "print" "println" "real" "recover"
  "any" "bool" "byte" "complex64" "complex128" "error" "float32" "float64" "int" "int8" "int16" "int32" "int64" "rune" "string" "uint" "uint8" "uint16" "uint32" "uint64" "uintptr"))

(call_expression function: (identifier) @throw (#eq? @throw "panic"))
(return_statement (expression_list ${NAME} @throw (#match? @throw ${SENTINEL})))
(return_statement (expression_list (unary_expression operand: (composite_literal type: [(type_identifier) (qualified_type)] @throw)) (#match? @throw ${ERROR_TYPE})))
(return_statement (expression_list (composite_literal type: [(type_identifier) (qualified_type)] @throw) (#match? @throw ${ERROR_TYPE})))
(return_statement (expression_list (call_expression function: (_) @_wrap arguments: (argument_list ${NAME} @throw)) (#any-of? @_wrap "fmt.Errorf" "errors.Join") (#match? @throw ${SENTINEL})))
(assignment_statement left: (expression_list (identifier) @_err) right: (expression_list ${NAME} @throw) (#eq? @_err "err") (#match? @throw ${SENTINEL}))

(call_expression function: (_) @_getenv arguments: (argument_list [(interpreted_string_literal) (raw_string_literal)] @env) (#any-of? @_getenv "os.Getenv" "os.LookupEnv" "syscall.Getenv" "Getenv" "LookupEnv"))

[(function_declaration) (method_declaration) (func_literal)] @scope.function
[(block) (if_statement) (for_statement) (expression_switch_statement) (type_switch_statement) (expression_case) (default_case) (type_case)
 (communication_case) (type_spec) (function_type) (method_elem)] @scope
(function_declaration name: (_) @bind.outer)
(type_spec name: (_) @bind.outer)
(type_alias name: (_) @bind)
(type_parameter_declaration name: (_) @bind)
(parameter_declaration name: (_) @bind)
(variadic_parameter_declaration name: (_) @bind)
(const_spec name: (identifier) @bind)
(var_spec name: (identifier) @bind)
(short_var_declaration left: (expression_list (identifier) @bind))
(range_clause left: (expression_list (identifier) @bind) ":=")
(receive_statement left: (expression_list (identifier) @bind) ":=")
(type_switch_statement alias: (expression_list (identifier) @bind))
(qualified_type name: (_) @skip)
; which type a method belongs to is its own name, not something that it uses: the members that it uses are named where it does
(method_declaration receiver: (parameter_list (parameter_declaration type: ${RECEIVER.replaceAll('@owner', '@skip')})))
(composite_literal type: ${TYPE_NAME} body: (literal_value (keyed_element key: (literal_element (identifier) @skip))))
`;
