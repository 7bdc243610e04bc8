/** The names under which the parts of a spec may stand. Case, `_`, `-` and spaces do not count. */
export const TOP_KEYS = {
  name: ['name', 'project_name', 'project', 'title'],
  description: ['description', 'summary', 'overview'],
  language: ['language', 'programming_language'],
  module: ['module', 'package'],
  framework: ['framework'],
  requirements: ['requirements'],
  functional: ['functional_requirements'],
  nonfunctional: ['nonfunctional_requirements'],
  entities: ['entities', 'models'],
  relationships: ['relationships', 'relations'],
  contracts: ['api_contracts', 'endpoints', 'contracts', 'api'],
  scenarios: ['scenarios', 'user_stories'],
  build: ['build_config', 'build', 'tech_stack'],
  files: ['files'],
} as const;

/** Keys whose value may be a list of texts. */
export const BULLET_KEYS = [...TOP_KEYS.requirements, ...TOP_KEYS.functional, ...TOP_KEYS.nonfunctional, ...TOP_KEYS.relationships, ...TOP_KEYS.scenarios];
