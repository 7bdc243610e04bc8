import { entitiesIn, type EntityView, type Resource } from './project';
import type { About } from './projectPlan';
import { mentions } from './project';
import type { ProjectSpec } from './projectSpec';

export function aboutEntity({ entity, requirements }: EntityView, others: Iterable<string> = []): About {
  return { entities: sorted([entity.name, ...others]), contracts: [], requirements };
}

/** What a resource follows from: its entity and those of its bodies, its contracts, and what the requirements say of them. */
export function aboutResource(resource: Resource, spec: ProjectSpec): About {
  const entities = new Set<string>(resource.view ? [resource.view.entity.name] : []);
  for (const { request, result } of resource.operations) for (const type of [request, result]) if (type) entitiesIn(type, entities);
  const requirements = spec.requirements.filter(({ text, notes = '' }) => {
    const said = `${text} ${notes}`;
    // What is said of two entities is a rule for those that join them: "A member borrows at most five copies" is about loans.
    return mentions(said, resource.words) || resource.stores.filter(({ words }) => mentions(said, words)).length > 1;
  }).map(({ id }) => id);
  return {
    entities: sorted([...entities].filter((name) => spec.entities.some((entity) => entity.name === name))),
    contracts: sorted(resource.operations.flatMap(({ contract }) => contract?.id ?? [])),
    requirements: sorted(requirements),
  };
}

export const ABOUT_NOTHING: About = { entities: [], contracts: [], requirements: [] };

/** What a file that joins others is about. */
export function joined(abouts: readonly About[]): About {
  return {
    entities: sorted(abouts.flatMap(({ entities }) => entities)),
    contracts: sorted(abouts.flatMap(({ contracts }) => contracts)),
    requirements: sorted(abouts.flatMap(({ requirements }) => requirements)),
  };
}

function sorted(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}
