/** What an inherent or trait implementation is for. */
const OWNER = `
  [(type_identifier) @owner
   (generic_type type: (type_identifier) @owner)
   (scoped_type_identifier name: (type_identifier) @owner)
   (generic_type type: (scoped_type_identifier name: (type_identifier) @owner))
   (reference_type type: (type_identifier) @owner)
   (primitive_type) @owner (array_type) @owner (tuple_type) @owner (pointer_type) @owner (dynamic_type) @owner (function_type) @owner (unit_type) @owner
   (reference_type type: (generic_type type: (type_identifier) @owner))
   (reference_type type: (primitive_type) @owner) (reference_type type: (array_type) @owner) (reference_type type: (dynamic_type) @owner) (reference_type type: (tuple_type) @owner)
   (macro_invocation) @owner (never_type) @owner (bounded_type) @owner (abstract_type) @owner]`;
const IMPLEMENTOR = '[(type_identifier) @of.name (generic_type type: (type_identifier) @of.name)]';

/** What stands for an error: a variant or type by its path, with or without data. */
const ERROR = `
  [(identifier) @throw
   (scoped_identifier) @throw
   (struct_expression name: (_) @throw)
   (call_expression function: [(identifier) (scoped_identifier)] @throw)]`;
const IS_ERROR = '(#match? @throw "(?:^|::)[A-Z]\\\\w*(?:::[a-z_]\\\\w*)?$") (#not-match? @throw "^[A-Z0-9_]+::[A-Z0-9_]+$")';

const CALLED_FOR_PANIC = '"panic" "todo" "unimplemented" "unreachable" "bail" "ensure"';

export const rustQuery = `
(impl_item type: ${OWNER} body: (declaration_list (function_item name: (_) @name) @def.method))
(impl_item type: ${OWNER} body: (declaration_list (const_item name: (_) @name) @def.constant))
(impl_item type: ${OWNER} body: (declaration_list (type_item name: (_) @name) @def.type))
(impl_item body: (declaration_list (function_item name: (_) @name) @def.method))
(function_item name: (_) @name) @def.function
(function_signature_item name: (_) @name) @def.function
(struct_item name: (_) @name) @def.struct
(union_item name: (_) @name) @def.struct
(enum_item name: (_) @name) @def.enum
(enum_variant name: (_) @name) @def.enumMember @body
(trait_item name: (_) @name) @def.trait
(field_declaration name: (_) @name) @def.property
(ordered_field_declaration_list type: (_) @type @def.property)
(type_item name: (_) @name) @def.type
(associated_type name: (_) @name) @def.type
(const_item name: (_) @name) @def.constant
(static_item name: (_) @name) @def.constant
(mod_item name: (_) @name body: (_)) @def.namespace
(macro_definition name: (_) @name) @def.function

(parameter pattern: _ @param.name type: (_) @param.type) @param
(parameter !pattern type: (_) @param.name @param.type) @param
(variadic_parameter) @param @param.name

(trait_item bounds: (trait_bounds [(type_identifier) (scoped_type_identifier) (generic_type)] @extends)) @of
(impl_item trait: (_) @implements type: ${IMPLEMENTOR})

(use_declaration) @import
(mod_item !body) @import
(extern_crate_declaration) @import
[(inner_attribute_item) (attribute_item)] @structure

(call_expression function: (_) @call)
(call_expression function: (generic_function function: (_) @call))
(macro_invocation macro: (_) @call)
(call_expression function: (identifier) @call.notable (#any-of? @call.notable "Some" "Ok" "Err" "Box" "drop"))
(call_expression function: (scoped_identifier) @call.notable (#any-of? @call.notable "Box::new" "Arc::new" "Rc::new" "Vec::new" "String::new" "String::from" "Default::default"))
(macro_invocation macro: (identifier) @call.notable (#any-of? @call.notable
  "assert" "assert_eq" "assert_ne" "cfg" "concat" "debug_assert" "debug_assert_eq" "debug_assert_ne" "env" "eprint" "eprintln" "format" "format_args" "include_str" "include_bytes"
  "matches" "option_env" "print" "println" "stringify" "vec" "write" "writeln" ${CALLED_FOR_PANIC}))

(call_expression function: (identifier) @_err arguments: (arguments ${ERROR}) (#eq? @_err "Err") ${IS_ERROR})
(call_expression function: (field_expression field: (_) @_or) arguments: (arguments ${ERROR}) (#any-of? @_or "ok_or" "map_err") ${IS_ERROR})
(call_expression function: (field_expression field: (_) @_or) arguments: (arguments (closure_expression body: ${ERROR})) (#any-of? @_or "ok_or_else" "map_err") ${IS_ERROR})
(macro_invocation macro: (identifier) @throw (#any-of? @throw ${CALLED_FOR_PANIC}))

(call_expression function: (scoped_identifier) @_var arguments: (arguments (string_literal) @env) (#any-of? @_var "std::env::var" "std::env::var_os" "env::var" "env::var_os"))
(macro_invocation macro: (identifier) @_var (token_tree (string_literal) @env) (#any-of? @_var "env" "option_env"))

[(function_item) (closure_expression)] @scope.function
[(block) (match_arm) (for_expression) (if_expression) (while_expression) (function_signature_item) (struct_item) (union_item) (enum_item) (trait_item) (impl_item)
 (type_item) (mod_item) (macro_definition)] @scope
(function_item name: (_) @bind.outer)
(function_signature_item name: (_) @bind.outer)
(struct_item name: (_) @bind.outer)
(union_item name: (_) @bind.outer)
(enum_item name: (_) @bind.outer)
(enum_variant name: (_) @skip)
(trait_item name: (_) @bind.outer)
(type_item name: (_) @bind.outer)
(mod_item name: (_) @bind.outer)
(associated_type name: (_) @skip)
(const_item name: (_) @bind)
(static_item name: (_) @bind)
(type_parameter name: (_) @bind)
(const_parameter name: (_) @bind)
(let_declaration pattern: (identifier) @bind)
(let_condition pattern: (identifier) @bind)
(parameter pattern: (identifier) @bind)
(closure_parameters (identifier) @bind)
(for_expression pattern: (identifier) @bind)
(match_pattern (identifier) @bind (#match? @bind "^[a-z_]"))
(or_pattern (identifier) @bind (#match? @bind "^[a-z_]"))
(tuple_pattern (identifier) @bind (#match? @bind "^[a-z_]"))
(slice_pattern (identifier) @bind (#match? @bind "^[a-z_]"))
(tuple_struct_pattern type: (_) (identifier) @bind (#match? @bind "^[a-z_]"))
(field_pattern name: (shorthand_field_identifier) @bind)
(field_pattern pattern: (identifier) @bind (#match? @bind "^[a-z_]"))
[(reference_pattern (identifier) @bind) (mut_pattern (identifier) @bind) (ref_pattern (identifier) @bind) (captured_pattern (identifier) @bind)]
(scoped_identifier name: (identifier) @skip)
(scoped_type_identifier name: (type_identifier) @skip)
(lifetime (identifier) @skip)
(label (identifier) @skip)
(attribute (identifier) @skip)
(use_declaration (identifier) @skip)
(scoped_use_list path: (identifier) @skip)
(use_list (identifier) @skip)
(use_as_clause (identifier) @skip)
`;
