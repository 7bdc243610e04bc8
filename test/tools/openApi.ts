import { stringify } from 'yaml';
import type { ProjectLanguage } from '../../src/engine/project/projectSpec';

type Json = Readonly<Record<string, unknown>>;

/** An OpenAPI 3 document as the project spec that a person who has one would write: YAML, its schemas as entities, its operations as contracts. What is no part of a project spec (servers, examples, callbacks) is left out. */
export function projectSpecOf(document: Json, { language, module }: { readonly language: ProjectLanguage; readonly module: string }): string {
  const reader = new DocumentReader(document);
  const info = object(document.info);
  return stringify({
    name: text(info.title), description: text(info.description), language, module,
    entities: reader.entities(),
    api_contracts: reader.contracts(),
  }, { lineWidth: 0, aliasDuplicateObjects: false });
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
/** What says more of a value than its type does. */
const CONSTRAINTS = ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems', 'uniqueItems', 'default', 'deprecated', 'readOnly', 'writeOnly'];

class DocumentReader {
  readonly #schemas: Json;

  constructor(private readonly document: Json) {
    this.#schemas = object(object(document.components).schemas);
  }

  entities(): object[] {
    return Object.keys(this.#schemas).filter((name) => this.#isEntity(name)).map((name) => {
      const schema = this.#merged(object(this.#schemas[name]));
      return { name, ...described(schema.description), attributes: this.#fields(schema) };
    });
  }

  contracts(): object[] {
    return Object.entries(object(this.document.paths)).flatMap(([path, written]) => {
      const item = this.#resolved(written);
      return METHODS.filter((method) => method in item).map((method) => this.#contract(method, path, object(item[method]), list(item.parameters)));
    });
  }

  #contract(method: string, path: string, operation: Json, shared: readonly unknown[]): object {
    const parameters = [...shared, ...list(operation.parameters)].map((one) => this.#resolved(one));
    const own = parameters.filter((one, i) => !parameters.slice(i + 1).some((later) => later.name === one.name && later.in === one.in));
    const body = this.#resolved(operation.requestBody);
    const said = [operation.summary, operation.description].map(text).filter(Boolean).map((one) => one.replace(/(?<![.!?:])$/, '.')).join(' ');
    return {
      ...(operation.operationId !== undefined && { id: operation.operationId }),
      endpoint: `${method.toUpperCase()} ${path}`,
      ...described(said),
      ...(own.length > 0 && { parameters: own.map((one) => this.#parameter(one)) }),
      ...('content' in body && { request_body: this.#body(body) }),
      responses: this.#responses(object(operation.responses)),
      ...(list(operation.tags).length > 0 && { tags: operation.tags }),
      ...(operation.deprecated === true && { deprecated: true }),
    };
  }

  #parameter(parameter: Json): object {
    return { name: parameter.name, in: parameter.in, ...described(parameter.description), ...this.#described(object(parameter.schema ?? this.#contentOf(parameter)?.schema)), ...(parameter.required === true ? {} : { required: false }) };
  }

  /** `default` stands for success where nothing else does. */
  #responses(responses: Json): Json {
    const known = Object.entries(responses).filter(([status]) => /^\d{3}$/.test(status));
    const all = known.some(([status]) => status.startsWith('2')) || responses.default === undefined ? known : [...known, ['200', responses.default] as const];
    return Object.fromEntries(all.map(([status, written]) => {
      const response = this.#resolved(written);
      const body = 'content' in response ? this.#body(response) : undefined;
      return [status, { ...described(response.description), ...(body !== undefined && { body }) }];
    }));
  }

  #body(of: Json): unknown {
    const content = this.#contentOf(of);
    return content?.schema === undefined ? undefined : this.#type(object(content.schema));
  }

  #contentOf({ content }: Json): Json | undefined {
    const media = object(content);
    const chosen = Object.keys(media).find((type) => /[/+]json\b/.test(type)) ?? Object.keys(media)[0];
    return chosen === undefined ? undefined : object(media[chosen]);
  }

  #fields(schema: Json): object[] {
    const required = list(schema.required);
    return Object.entries(object(schema.properties)).map(([name, property]) => ({ name, ...this.#described(object(property)), ...(required.includes(name) ? {} : { required: false }) }));
  }

  /** A type with what is said of it, as the keys of a field. */
  #described(written: Json): Json {
    const schema = this.#merged(written);
    const constraints = Object.fromEntries(CONSTRAINTS.filter((key) => key in schema).map((key) => [key, schema[key]]));
    const nullable = schema.nullable === true || list(schema.type).includes('null');
    const type = this.#type(written);
    return { ...(typeof type === 'object' && type !== null && !Array.isArray(type) ? type : { type }), ...described(schema.description), ...(nullable && { nullable: true }), ...constraints };
  }

  /** As the value of `type`, of a body or of an element: a name, or the map that describes it. */
  #type(written: Json, within: readonly string[] = []): unknown {
    const name = nameOf(written.$ref);
    if (name !== undefined && this.#isEntity(name)) return name;
    if (name !== undefined && within.includes(name)) return 'json';
    const inside = name === undefined ? within : [...within, name];
    const schema = this.#merged(written);
    const values = list(schema.enum).filter((value) => value !== null);
    const type = [schema.type].flat().find((one) => one !== 'null');
    if (values.length > 0) return { ...(type !== undefined && { type }), enum: values };
    if (type === 'array' || 'items' in schema) return { type: 'array', items: this.#type(object(schema.items), inside) };
    if (Object.keys(object(schema.properties)).length > 0) return { fields: this.#fields(schema) };
    const rest = schema.additionalProperties;
    if (typeof rest === 'object' && rest !== null) return { type: 'map', additionalProperties: this.#type(object(rest), inside) };
    const alternatives = [...list(schema.oneOf), ...list(schema.anyOf)].map(object).filter((one) => one.type !== 'null');
    if (alternatives.length === 1) return this.#type(alternatives[0]!, inside);
    if (type === undefined || type === 'object') return 'json';
    return typeof schema.format === 'string' ? { type, format: schema.format } : type;
  }

  /** What has fields. A schema that only names a value stands where it is used. */
  #isEntity(name: string): boolean {
    const schema = object(this.#schemas[name]);
    return Object.keys(object(this.#merged(schema).properties)).length > 0;
  }

  /** With what its reference and the parts of `allOf` say. */
  #merged(written: Json, seen: readonly unknown[] = []): Json {
    const schema = this.#resolved(written);
    if (!Array.isArray(schema.allOf) || seen.includes(schema)) return schema;
    const parts = schema.allOf.map((part) => this.#merged(object(part), [...seen, schema]));
    return {
      ...Object.assign({}, ...parts) as Json, ...schema,
      properties: Object.assign({}, ...parts.map(({ properties }) => properties), schema.properties) as Json,
      required: [...parts, schema].flatMap(({ required }) => list(required)),
    };
  }

  #resolved(written: unknown, depth = 0): Json {
    const value = object(written);
    if (typeof value.$ref !== 'string' || depth > 10) return value;
    const found = value.$ref.replace(/^#\//, '').split('/').reduce<unknown>((at, part) => object(at)[decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~')], this.document);
    return this.#resolved(found, depth + 1);
  }
}

function nameOf(reference: unknown): string | undefined {
  return typeof reference === 'string' ? /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1] : undefined;
}

function described(description: unknown): { readonly description?: string } {
  return text(description) === '' ? {} : { description: text(description) };
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
