import os from 'node:os';
import { planProject } from '../../src/engine/project/planProject';
import { PROJECT_LANGUAGES, type Contract, type Entity, type ProjectLanguage, type ProjectSpec } from '../../src/engine/project/projectSpec';
import { answer, contract, date, datetime, entity, entityType, field, listOf, number, object, oneOf, parameter, specOf, text, uuid } from '../unit/project/samples';

/** Seconds, from the table of the requirements. */
const MUST_SECONDS = 2;

/** What a project costs before any model is asked: its skeleton, in each language. The last line of each case says whether it holds. */
export async function run(): Promise<number> {
  let holds = true;
  const rows: string[] = [];
  for (const language of PROJECT_LANGUAGES) {
    const start = performance.now();
    const { plan, problems } = await planProject(tenEntities(language));
    const texts = plan!.files.map((file) => (file.from === 'bodies' ? file.skeleton.render(new Map()) : file.from === 'whole' ? '' : file.text));
    const seconds = (performance.now() - start) / 1000;
    const slots = plan!.files.reduce((sum, file) => sum + (file.from === 'bodies' ? file.skeleton.slots.length : 0), 0);
    const lines = texts.reduce((sum, one) => sum + one.split('\n').length - 1, 0);
    const of = (from: string) => plan!.files.filter((file) => file.from === from).length;
    holds &&= seconds < MUST_SECONDS && problems.length === 0;
    rows.push(`| ${language} | ${seconds.toFixed(3)} | ${plan!.files.length} | ${of('template')} | ${of('declarations')} | ${of('bodies')} | ${slots} | ${lines} |`);
    console.log(`${language}\n${plan!.files.map(({ path, from }) => `  ${path} (${from})`).join('\n')}`);
  }
  console.log(`\nNode.js ${process.version}, ${os.cpus().length} cores, load ${os.loadavg()[0]!.toFixed(1)}\n`);
  console.log(`| 10 entities, 20 endpoints, no model | seconds (must: < ${MUST_SECONDS}) | files | templates | declarations | with bodies | bodies | lines |\n|---|---|---|---|---|---|---|---|\n${rows.join('\n')}`);
  return holds ? 0 : 1;
}

const NAMES = ['Customer', 'Product', 'Order', 'Invoice', 'Payment', 'Shipment', 'Supplier', 'Warehouse', 'Category', 'Review'];

function tenEntities(language: ProjectLanguage): ProjectSpec {
  return specOf({
    name: 'Shop', description: 'Sells things and sends them.', language, module: { go: 'example.com/shop', typescript: 'shop', python: 'shop' }[language],
    entities: NAMES.map(entityOf), contracts: NAMES.flatMap(contractsOf),
    requirements: NAMES.map((name, i) => ({ id: `FR-${i + 1}`, kind: 'functional', text: `A ${name.toLowerCase()} has a name of its own.`, rest: {} })),
  });
}

function entityOf(name: string, i: number): Entity {
  return entity(name, `One ${name.toLowerCase()} of the shop.`, field('id', uuid), field('name', text, 'What people call it.'), field('state', oneOf('new', 'active', 'closed')), field('amount?', number), field('since', date), field('changed_at', datetime), field('tags?', listOf(text)),
    ...(i > 0 ? [field(`${NAMES[i - 1]!.toLowerCase()}_id`, uuid)] : []));
}

function contractsOf(name: string): Contract[] {
  const path = `/${name.toLowerCase().replace(/y$/, 'ie')}s`;
  return [
    contract(`POST ${path}`, `Adds one ${name.toLowerCase()}.`, { entity: name, request: object([field('name', text), field('amount?', number), field('since', date)]), responses: [answer(201, entityType(name)), answer(409)] }),
    contract(`GET ${path}/{id}`, `Returns one ${name.toLowerCase()}.`, { entity: name, parameters: [parameter('path', 'id', uuid)], responses: [answer(200, entityType(name)), answer(404)] }),
  ];
}
