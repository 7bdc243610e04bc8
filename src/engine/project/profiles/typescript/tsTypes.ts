import { pascalCase, wordsOf } from '../../names';
import type { Project } from '../../project';
import type { Field, FieldType } from '../../projectSpec';
import type { Binding } from '../../skeleton';
import { doc, list, literal, property, Raw, tsString, type Value } from './tsCode';
import { named, types as typesOf } from './tsImports';
import { modelFile, moduleFrom, type TsEnum, type TsNames } from './tsNames';

/** Writes the types of one file, and the JSON schemas that say the same to Fastify. */
export class TsTypes {
  readonly #declared: string[] = [];
  readonly #imports: Binding[] = [];
  /** Names of schemas, by their declarations. */
  readonly #schemas = new Map<string, string>();
  readonly #enums = new Map<string, TsEnum>();

  /** @param about name of the entity that the file is about */
  constructor(private readonly project: Project, private readonly names: TsNames, private readonly file: string, private readonly about?: string) {}

  get declarations(): readonly string[] {
    return this.#declared;
  }

  /** The same with no more than the names of schemas: what services have to know. */
  get signatures(): readonly string[] {
    return this.#declared.map((text) => this.#schemas.get(text) ?? text);
  }

  get imports(): readonly Binding[] {
    return this.#imports;
  }

  /** An interface. Properties are called as in JSON. */
  declareInterface(name: string, text: string, fields: readonly Field[], keyName?: string): void {
    const at = this.#declared.length;
    const lines = fields.map((field) => {
      const type = this.type(field.type, `${name}${pascalCase(wordsOf(field.name))}`);
      const mark = field.isRequired || field.name === keyName ? '' : '?';
      return `${doc([field.description.trim().replace(/(?<=[^.!?])$/, '.'), formOf(field.type)].filter(Boolean).join(' '), '  ')}  ${property(field.name)}${mark}: ${type};\n`;
    });
    // An empty interface would take anything, and Fastify would read it as unknown.
    const declaration = lines.length === 0 ? `type ${name} = Record<string, unknown>;` : `interface ${name} {\n${lines.join('')}}`;
    this.#declared.splice(at, 0, `${doc(text)}export ${declaration}\n`);
  }

  /** How a type is written. What has no name of its own gets `name`, and is declared. */
  type(type: FieldType, name: string): string {
    switch (type.kind) {
      case 'scalar':
        return scalarType(type);
      case 'enum':
        return type.values.length === 0 ? 'string' : this.#enumOf(type.values, name).type;
      case 'list':
        return `${this.type(type.of, `${name}Item`)}[]`;
      case 'map':
        return `Record<string, ${this.type(type.of, `${name}Value`)}>`;
      case 'entity': {
        const view = this.project.entity(type.name);
        if (!view) return 'unknown';
        const own = this.names.type(view);
        if (modelFile(view) !== this.file) this.#imports.push(...typesOf(moduleFrom(this.file, modelFile(view)), own));
        return own;
      }
      case 'object': {
        if (type.fields.length === 0) return 'Record<string, unknown>';
        const own = this.names.types.claim(name);
        this.declareInterface(own, '', type.fields);
        return own;
      }
    }
  }

  /** An enumeration is an array of its values, from which its type follows: so its values can be looked at as well. */
  #enumOf(values: readonly string[], name: string): TsEnum {
    const key = JSON.stringify(values);
    const isModel = this.file.startsWith('src/models/');
    const known = this.#enums.get(key) ?? (isModel ? undefined : this.names.enums.find(this.about, values));
    if (known) {
      if (known.file !== this.file) this.#imports.push(...typesOf(moduleFrom(this.file, known.file), known.type), ...named(moduleFrom(this.file, known.file), known.values));
      return known;
    }
    const type = this.names.types.claim(name);
    const constant = this.names.types.claim(`${type[0]!.toLowerCase()}${type.slice(1)}Values`);
    const made = { type, values: constant, file: this.file };
    this.#enums.set(key, made);
    if (isModel) this.names.enums.add(this.about ?? '', values, made);
    this.#declared.push(`${list(`export const ${constant} = [`, [...new Set(values)].map(tsString), '] as const;')}\n\nexport type ${type} = (typeof ${constant})[number];\n`);
    return made;
  }

  /** The same as a JSON schema, as Fastify's validator takes it. */
  schema(type: FieldType): Value {
    switch (type.kind) {
      case 'scalar':
        return scalarSchema(type);
      case 'enum':
        return type.values.length === 0 ? { type: 'string' } : { type: 'string', enum: new Raw(this.#enumOf(type.values, 'Value').values) };
      case 'list':
        return { type: 'array', items: this.schema(type.of) };
      case 'map':
        return { type: 'object', additionalProperties: this.schema(type.of) };
      case 'entity': {
        const view = this.project.entity(type.name);
        return view ? { $ref: `${this.names.type(view)}#` } : {};
      }
      case 'object':
        return this.objectSchema(type.fields);
    }
  }

  /** @param keyName is given by the program itself, so that callers may leave it out */
  objectSchema(fields: readonly Field[], keyName?: string): { readonly [key: string]: Value } {
    const required = fields.filter((field) => field.isRequired && field.name !== keyName).map(({ name }) => name);
    return {
      type: 'object',
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries(fields.map((field) => [field.name, this.schema(field.type)])),
    };
  }

  declareSchema(constant: string, text: string, value: Value): void {
    const declaration = `${doc(text)}export const ${constant} = ${literal(value, '', constant.length + 17)};\n`;
    this.#schemas.set(declaration, `export const ${constant}: object;\n`);
    this.#declared.push(declaration);
  }
}

/** What the type of a property does not say of its text. */
function formOf(type: FieldType): string {
  if (type.kind !== 'scalar') return '';
  switch (type.scalar) {
    case 'date':
      return 'A day: 2026-01-31.';
    case 'datetime':
      return 'A time: 2026-01-31T12:00:00Z.';
    case 'bytes':
      return 'In Base64.';
    default:
      return '';
  }
}

function scalarType(type: Extract<FieldType, { kind: 'scalar' }>): string {
  switch (type.scalar) {
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'json':
      return 'unknown';
    case 'string':
    case 'uuid':
    case 'date':
    case 'datetime':
    case 'bytes':
      return 'string';
  }
}

/** Formats that Fastify's validator checks. */
const FORMATS: Readonly<Record<string, string>> = { email: 'email', url: 'uri', uri: 'uri', hostname: 'hostname', ipv4: 'ipv4', ipv6: 'ipv6', time: 'time', duration: 'duration' };

function scalarSchema({ scalar, format = '' }: Extract<FieldType, { kind: 'scalar' }>): Value {
  switch (scalar) {
    case 'string':
      return Object.hasOwn(FORMATS, format) ? { type: 'string', format: FORMATS[format]! } : { type: 'string' };
    case 'uuid':
      return { type: 'string', format: 'uuid' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'datetime':
      return { type: 'string', format: 'date-time' };
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'integer':
      return { type: 'integer' };
    case 'number':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'json':
      return {};
  }
}
