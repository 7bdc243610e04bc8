import type { Tell } from './planProblem';
import type { Contract, Entity, Field, FieldType, ProjectSpec } from './projectSpec';

/** The spec with every field once: where several of one object have the same name, the first counts. */
export function withDistinctFields(spec: ProjectSpec, tell: Tell): ProjectSpec {
  const entityOf = (entity: Entity): Entity => ({ ...entity, fields: distinct(entity.fields, entity.name, tell) });
  const contractOf = ({ request, ...contract }: Contract): Contract => {
    const type = (one: FieldType) => typeOf(one, contract.id, tell);
    return {
      ...contract, path: distinctParameters(contract.path), ...(request && { request: type(request) }), parameters: contract.parameters.filter((one, i, all) => all.findIndex((other) => other.name === one.name && other.in === one.in) === i),
      responses: contract.responses.map(({ body, ...response }) => ({ ...response, ...(body && { body: type(body) }) })),
    };
  };
  return { ...spec, entities: spec.entities.map(entityOf), contracts: spec.contracts.map(contractOf) };
}

/** `/{id}/parts/{id}` has two parameters: the second is told from the first. */
function distinctParameters(path: string): string {
  const seen = new Set<string>();
  return path.replace(/\{([^{}]*)\}/g, (written, name: string) => {
    const plain = name.trim();
    if (!seen.has(plain)) return seen.add(plain) && written;
    let n = 2;
    while (seen.has(`${plain}${n}`)) n++;
    seen.add(`${plain}${n}`);
    return `{${plain}${n}}`;
  });
}

function distinct(fields: readonly Field[], owner: string, tell: Tell): Field[] {
  const seen = new Set<string>();
  return fields.flatMap((field) => {
    if (seen.has(field.name)) {
      tell({ severity: 'warning', code: 'same-field', message: `${owner} has several fields "${field.name}". The first counts; rename or remove the others.`, about: [owner] });
      return [];
    }
    seen.add(field.name);
    return [{ ...field, type: typeOf(field.type, owner, tell) }];
  });
}

function typeOf(type: FieldType, owner: string, tell: Tell): FieldType {
  switch (type.kind) {
    case 'object':
      return { kind: 'object', fields: distinct(type.fields, owner, tell) };
    case 'list':
    case 'map':
      return { kind: type.kind, of: typeOf(type.of, owner, tell) };
    case 'scalar':
    case 'enum':
    case 'entity':
      return type;
  }
}
