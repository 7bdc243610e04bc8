import { pascalCase, Scope, wordsOf } from '../../names';
import { reaches, type Project } from '../../project';
import type { Field, FieldType } from '../../projectSpec';
import type { Binding } from '../../skeleton';
import { constantName, docstring, list, pyString } from './pyCode';
import { from, whole } from './pyImports';
import { fieldNames, moduleOf, type PyEnum, type PyNames } from './pyNames';

/** Writes the pydantic models of one file. */
export class PyTypes {
  readonly #declared: string[] = [];
  readonly #imports: Binding[] = [];
  readonly #enums = new Map<string, PyEnum>();
  /** Classes of files that need this one: known to type checkers here, and to pydantic once all are there. */
  readonly #later = new Map<string, string>();
  readonly #incomplete: string[] = [];
  readonly #module: string;

  /** @param about name of the entity that the file is about */
  constructor(private readonly project: Project, private readonly names: PyNames, private readonly path: string, private readonly about: string | undefined, private readonly hasStrEnum: boolean) {
    this.#module = moduleOf(path);
  }

  get declarations(): readonly string[] {
    return this.#declared;
  }

  get imports(): readonly Binding[] {
    return this.#imports;
  }

  /** Classes that are complete only once others are there, those within others first. */
  get incomplete(): readonly string[] {
    return this.#later.size === 0 ? [] : this.#incomplete;
  }

  /** Class by module. */
  get later(): ReadonlyMap<string, string> {
    return this.#later;
  }

  declareModel(name: string, text: string, fields: readonly Field[], keyName?: string): void {
    const named = fieldNames(fields);
    let hasAliases = false;
    const lines = fields.map((field) => {
      const own = named.get(field)!;
      const isRequired = field.isRequired || field.name === keyName;
      const type = this.type(field.type, `${name}${pascalCase(wordsOf(field.name))}`);
      const isOptional = !isRequired && type !== 'Any' ? `${type} | None` : type;
      const given: string[] = [];
      const factory = field.name === keyName && field.type.kind === 'scalar' ? KEY_FACTORIES[field.type.scalar] : undefined;
      if (factory) given.push(factory);
      else if (!isRequired) given.push('default=None');
      if (own !== field.name) {
        given.push(`alias=${pyString(field.name)}`);
        hasAliases = true;
      }
      const description = field.description.replace(/\s+/g, ' ').trim();
      if (description !== '') given.push(`description=${pyString(description)}`);
      const head = `${own}: ${/^"/.test(type) && !isRequired ? `"${type.replace(/"/g, '')} | None"` : isOptional.includes('"') ? quotedWhole(isOptional) : isOptional}`;
      if (given.length === 0) return `    ${head}\n`;
      return given.length === 1 && given[0] === 'default=None' ? `    ${head} = None\n` : `${list(`${head} = Field(`, given, ')', '    ')}\n`;
    });
    if (lines.some((line) => /^ {4}[^\s:]+: "/.test(line) || /^ {4}[^\s:]+: [^=]*\["/.test(line))) this.#incomplete.push(name);
    const config = hasAliases ? '\n    model_config = ConfigDict(populate_by_name=True)\n' : '';
    this.#declared.push(`class ${name}(BaseModel):\n${docstring(text, '    ')}${config}${lines.length > 0 ? `\n${lines.join('')}` : ''}`);
  }

  /** How a type is written. What has no name of its own gets `name`, and is declared before what uses it. */
  type(type: FieldType, name: string): string {
    switch (type.kind) {
      case 'scalar':
        return this.#scalar(type);
      case 'enum':
        return type.values.length === 0 ? 'str' : this.#enumOf(type.values, name);
      case 'list':
        return `list[${this.type(type.of, `${name}Item`)}]`;
      case 'map':
        return `dict[str, ${this.type(type.of, `${name}Value`)}]`;
      case 'entity':
        return this.#entity(type.name);
      case 'object': {
        if (type.fields.length === 0) return 'dict[str, Any]';
        const own = this.names.types.claim(name);
        this.declareModel(own, `A part of ${this.about ?? 'a body'}.`, type.fields);
        return own;
      }
    }
  }

  #entity(entity: string): string {
    const view = this.project.entity(entity);
    if (!view) return 'Any';
    const own = this.names.type(view);
    const module = moduleOf(this.names.file('models', view.words));
    if (module === this.#module) return `"${own}"`;
    const self = this.path.includes('/models/') && this.about !== undefined ? this.project.entity(this.about) : undefined;
    if (self && reaches(view, self, this.project)) {
      this.#later.set(module, own);
      return `"${own}"`;
    }
    this.#imports.push(...from(module, own));
    return own;
  }

  #scalar({ scalar, format }: Extract<FieldType, { kind: 'scalar' }>): string {
    switch (scalar) {
      case 'string':
        return format === 'email' ? 'EmailStr' : format === 'url' ? 'HttpUrl' : format === 'uri' ? 'AnyUrl' : 'str';
      case 'integer':
        return 'int';
      case 'number':
        return format === 'decimal' ? 'Decimal' : 'float';
      case 'boolean':
        return 'bool';
      case 'date':
        return 'datetime.date';
      case 'datetime':
        return 'datetime.datetime';
      case 'uuid':
        return 'UUID';
      case 'bytes':
        return 'Base64Bytes';
      case 'json':
        return 'Any';
    }
  }

  #enumOf(values: readonly string[], name: string): string {
    const key = JSON.stringify(values);
    const isModel = this.path.includes('/models/');
    const known = this.#enums.get(key) ?? (isModel ? undefined : this.names.enums.find(this.about, values));
    if (known) {
      if (known.module !== this.#module) this.#imports.push(...from(known.module, known.type));
      return known.type;
    }
    const made = { type: this.names.types.claim(name), module: this.#module };
    this.#enums.set(key, made);
    if (isModel) this.names.enums.add(this.about ?? '', values, made);
    const scope = new Scope();
    const members = [...new Set(values)].map((value) => `    ${scope.claim(constantName(wordsOf(value || 'empty')))} = ${pyString(value)}\n`).join('');
    this.#declared.push(`class ${made.type}(${this.hasStrEnum ? 'StrEnum' : 'str, Enum'}):\n    """One of a fixed set of values."""\n\n${members}`);
    return made.type;
  }
}

/** Whoever makes one may leave its key out. */
const KEY_FACTORIES: Readonly<Record<string, string>> = { uuid: 'default_factory=uuid4', string: 'default_factory=lambda: str(uuid4())', integer: 'default=0' };

/** An annotation that names a class of later is text as a whole. */
function quotedWhole(type: string): string {
  return `"${type.replace(/"/g, '')}"`;
}

export const TYPE_IMPORTS: readonly Binding[] = [
  whole('datetime'), ...from('decimal', 'Decimal'), ...from('enum', 'Enum', 'StrEnum'), ...from('typing', 'Annotated', 'Any', 'TYPE_CHECKING'), ...from('uuid', 'UUID', 'uuid4'),
  ...from('pydantic', 'AnyUrl', 'Base64Bytes', 'BaseModel', 'ConfigDict', 'EmailStr', 'Field', 'HttpUrl'),
];
