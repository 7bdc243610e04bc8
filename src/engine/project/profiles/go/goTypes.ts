import { wordsOf } from '../../names';
import type { Project } from '../../project';
import type { Field, FieldType, Scalar } from '../../projectSpec';
import { doc, exported, fieldNames, goString, jsonTag, pad, receiverOf, struct, type StructField } from './goCode';
import type { GoNames } from './goNames';

export interface StructOptions {
  /** Name of the field that identifies one: always there, and given by the program itself. */
  readonly keyName?: string;
  /** Names for JSON. Default: yes. */
  readonly hasTags?: boolean;
}

/** Writes the types of one file of one package, with the rules that follow from them. */
export class GoTypes {
  readonly #declared: string[] = [];
  #isChecked = true;
  /** The struct that is being declared, apart from those within it. */
  #outermost: string | undefined;

  /**
   * @param layer the package that the file belongs to
   * @param about name of the entity that the file is about
   */
  constructor(private readonly project: Project, private readonly names: GoNames, private readonly layer: 'model' | 'api', private readonly about?: string) {}

  /** Declarations of what was named on the way, each followed by an empty line. */
  get declarations(): string {
    return this.#declared.map((text) => `\n${text}`).join('');
  }

  /** What is declared meanwhile gets no `Validate`: answers are the program's own. */
  unchecked<T>(declare: () => T): T {
    this.#isChecked = false;
    try {
      return declare();
    } finally {
      this.#isChecked = true;
    }
  }

  /**
   * The struct of an entity or of a body, with its `Validate` where its fields have rules.
   * @returns the types of its fields, as this package writes them
   */
  declareStruct(name: string, text: string, fields: readonly Field[], { keyName, hasTags = true }: StructOptions = {}): ReadonlyMap<Field, string> {
    const at = this.#declared.length;
    const isOutermost = this.#outermost === undefined;
    this.#outermost ??= name;
    const named = fieldNames(fields);
    const rules: string[] = [];
    const typed = new Map<Field, string>();
    const receiver = receiverOf(name);
    const written = fields.map((field): StructField => {
      const isRequired = field.isRequired || field.name === keyName;
      const fieldName = named.get(field)!;
      const type = this.#fieldType(field, isRequired, `${name}${fieldName}`, name);
      typed.set(field, type);
      if (field.name !== keyName) rules.push(...this.rules(`${receiver}.${fieldName}`, field.type, isRequired, field.name, '\t', '', type.startsWith('*')));
      return { doc: field.description.trim() === '' ? '' : field.description.replace(/(?<![.!?])\s*$/, '.'), name: fieldName, type, ...(hasTags && { tag: jsonTag(field.name, isRequired, fieldName) }) };
    });
    const validate = rules.length === 0 || !this.#isChecked ? '' : `\n// Validate tells the first rule that a field breaks, wrapped around ${this.#own('ErrInvalidInput')}.\nfunc (${receiver} ${name}) Validate() error {\n${rules.join('')}\treturn nil\n}\n`;
    this.#declared.splice(at, 0, `${doc(name, text)}${struct(name, written)}${validate}`);
    if (isOutermost) this.#outermost = undefined;
    return typed;
  }

  /** A list or map that stands alone, as the body of a request does. */
  declareAlias(name: string, text: string, type: FieldType): void {
    const written = this.type(type, name);
    const rules = this.rules('values', type, true, 'body', '\t', '', false);
    const validate = rules.length === 0 ? '' : `\n// Validate tells the first rule that an element breaks, wrapped around ${this.#own('ErrInvalidInput')}.\nfunc (values ${name}) Validate() error {\n${rules.join('')}\treturn nil\n}\n`;
    this.#declared.push(`${doc(name, text)}type ${name} ${written}\n${validate}`);
  }

  #fieldType({ type }: Field, isRequired: boolean, name: string, owner: string): string {
    const written = this.type(type, name);
    const isReference = /^(?:\[\]|map\[|any$)/.test(written);
    if (isReference) return written;
    return !isRequired || (type.kind === 'entity' && [owner, this.#outermost!].some((one) => this.#contains(type.name, one))) ? `*${written}` : written;
  }

  /** Whether values of an entity hold values of the type of that name: a struct cannot hold itself. */
  #contains(entity: string, owner: string, seen = new Set<string>()): boolean {
    const view = this.project.entity(entity);
    if (!view || seen.has(entity)) return false;
    if (this.names.type(view) === owner) return true;
    seen.add(entity);
    const holds = (field: Field): boolean => (field.type.kind === 'entity' ? this.#contains(field.type.name, owner, seen) : field.type.kind === 'object' && field.type.fields.some(holds));
    return view.entity.fields.some(holds);
  }

  /**
   * How a type is written in this package. What has no name of its own in Go gets `name`, and is declared.
   */
  type(type: FieldType, name: string): string {
    switch (type.kind) {
      case 'scalar':
        return type.scalar === 'date' ? this.#own(this.names.dateType) : scalarType(type.scalar, type.format);
      case 'enum':
        return this.#enumType(type, name);
      case 'list':
        return `[]${this.type(type.of, `${name}Item`)}`;
      case 'map':
        return `map[string]${this.type(type.of, `${name}Value`)}`;
      case 'entity': {
        const view = this.project.entity(type.name);
        return view ? this.#own(this.names.type(view)) : 'any';
      }
      case 'object': {
        if (type.fields.length === 0) return 'map[string]any';
        const own = this.#claim(name);
        this.declareStruct(own, `is a part of ${this.layer === 'model' ? 'the model' : 'a body'}`, type.fields);
        return own;
      }
    }
  }

  #enumType(type: Extract<FieldType, { kind: 'enum' }>, name: string): string {
    const values = [...new Set(type.values)];
    if (values.length === 0) return 'string';
    const known = this.layer === 'model' ? undefined : this.names.enums.find(this.about, type.values);
    if (known !== undefined) return this.#own(known);
    const own = this.#claim(name);
    if (this.layer === 'model') this.names.enums.add(this.about ?? '', type.values, own);
    const constants = values.map((value) => ({ name: this.#claim(`${own}${exported(wordsOf(value || 'empty'))}`), value }));
    const width = Math.max(...constants.map((constant) => [...constant.name].length));
    this.#declared.push(
      `// ${own} is one of a fixed set of values.\ntype ${own} string\n\n// The values of ${own}.\nconst (\n${constants.map((constant) => `\t${pad(constant.name, width)} ${own} = ${goString(constant.value)}\n`).join('')})\n\n`
      + `// Valid says whether v is one of the values.\nfunc (v ${own}) Valid() bool {\n\tswitch v {\n\tcase ${constants.map((constant) => constant.name).join(', ')}:\n\t\treturn true\n\t}\n\treturn false\n}\n`,
    );
    return own;
  }

  #claim(name: string): string {
    return this.names[this.layer].claim(name);
  }

  /** A name of the package `model`, as this file says it. */
  #own(name: string): string {
    return this.layer === 'model' ? name : `model.${name}`;
  }

  /**
   * Statements that return an error where a value breaks what its type says.
   * @param label how the message names the value
   * @param depth of loops, so that their variables have names of their own
   */
  rules(value: string, type: FieldType, isRequired: boolean, label: string, indentation: string, depth: string, isPointer: boolean): string[] {
    const breaks = (problem: string) => `fmt.Errorf(${goString(`%w: ${label.replace(/%/g, '%%')} ${problem}`)}, ${this.#own('ErrInvalidInput')})`;
    const when = (condition: string, problem: string, init = '') => `${indentation}if ${init}${condition} {\n${indentation}\treturn ${breaks(problem)}\n${indentation}}\n`;
    const present = isPointer ? `${value} != nil && ` : '';
    const plain = isPointer ? `*${value}` : value;
    switch (type.kind) {
      case 'scalar': {
        if (type.scalar === 'uuid') return [when(`${present}!${this.#own('IsUUID')}(${plain})`, 'must be a UUID')];
        if (type.scalar === 'string') return this.#stringRules(value, type.format, isRequired, isPointer, breaks, indentation);
        if ((type.scalar === 'date' || type.scalar === 'datetime') && isRequired) return [when(`${value}.IsZero()`, 'is required')];
        return type.scalar === 'bytes' && isRequired ? [when(`${value} == nil`, 'is required')] : [];
      }
      case 'enum':
        return type.values.length === 0 ? [] : [when(`${present}!${value}.Valid()`, `must be one of ${type.values.join(', ').replace(/%/g, '%%')}`)];
      case 'entity':
      case 'object':
        if (!this.hasRules(type)) return [];
        if (!isPointer) return [`${indentation}if err := ${value}.Validate(); err != nil {\n${indentation}\treturn err\n${indentation}}\n`];
        return [`${indentation}if ${value} != nil {\n${indentation}\tif err := ${value}.Validate(); err != nil {\n${indentation}\t\treturn err\n${indentation}\t}\n${indentation}}\n`];
      case 'list':
      case 'map': {
        const item = depth === '' ? 'item' : `item${depth}`;
        const inner = this.rules(item, type.of, true, label, `${indentation}\t`, String(Number(depth || 1) + 1), false);
        const given = isRequired ? [when(`${value} == nil`, 'is required')] : [];
        return inner.length === 0 ? given : [...given, `${indentation}for _, ${item} := range ${value} {\n`, ...inner, `${indentation}}\n`];
      }
    }
  }

  #stringRules(value: string, format: string | undefined, isRequired: boolean, isPointer: boolean, breaks: (problem: string) => string, indentation: string): string[] {
    const check = format === 'email' ? ['mail.ParseAddress', 'must be an email address'] : format === 'url' || format === 'uri' ? ['url.ParseRequestURI', 'must be a URL'] : undefined;
    if (check) {
      const inner = (indent: string, plain: string) => `${indent}if _, err := ${check[0]}(${plain}); err != nil {\n${indent}\treturn ${breaks(check[1]!)}\n${indent}}\n`;
      return isPointer ? [`${indentation}if ${value} != nil {\n${inner(`${indentation}\t`, `*${value}`)}${indentation}}\n`] : [inner(indentation, value)];
    }
    return isRequired && !isPointer ? [`${indentation}if ${value} == "" {\n${indentation}\treturn ${breaks('must not be empty')}\n${indentation}}\n`] : [];
  }

  /** Whether values of the type can break a rule. One that holds itself is not followed again. */
  hasRules(type: FieldType, seen: ReadonlySet<string> = new Set()): boolean {
    switch (type.kind) {
      case 'scalar':
        return type.scalar === 'string' || type.scalar === 'uuid' || type.scalar === 'date' || type.scalar === 'datetime' || type.scalar === 'bytes';
      case 'enum':
        return type.values.length > 0;
      // That they are there.
      case 'list':
      case 'map':
        return true;
      case 'object':
        return type.fields.some((field) => this.#fieldHasRules(field, seen));
      case 'entity': {
        const view = this.project.entity(type.name);
        if (!view || seen.has(type.name)) return false;
        return view.entity.fields.some((field) => field !== view.generatedKey && this.#fieldHasRules(field, new Set([...seen, type.name])));
      }
    }
  }

  #fieldHasRules(field: Field, seen: ReadonlySet<string>): boolean {
    const { type } = field;
    if (type.kind === 'list' || type.kind === 'map') return field.isRequired || this.hasRules(type.of, seen);
    if (type.kind !== 'scalar') return this.hasRules(type, seen);
    if (type.scalar === 'uuid' || (type.scalar === 'string' && /^(?:email|ur[il])$/.test(type.format ?? ''))) return true;
    return field.isRequired && (type.scalar === 'string' || type.scalar === 'date' || type.scalar === 'datetime' || type.scalar === 'bytes');
  }
}

export function scalarType(scalar: Exclude<Scalar, 'date'>, format?: string): string {
  switch (scalar) {
    case 'string':
    case 'uuid':
      return 'string';
    case 'integer':
      return format === 'int32' ? 'int32' : 'int64';
    case 'number':
      return 'float64';
    case 'boolean':
      return 'bool';
    case 'datetime':
      return 'time.Time';
    case 'bytes':
      return '[]byte';
    case 'json':
      return 'any';
  }
}
