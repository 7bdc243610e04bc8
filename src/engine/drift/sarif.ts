import { sha256 } from '../hash';
import { joinPath } from '../gather/paths';
import { WORKSPACE_SOURCE } from '../chunk/workspacePage';
import type { ComparedFindings } from './baseline';
import { FINDING_KINDS, SEVERITIES, type Finding, type FindingKind } from './findings';

export interface SarifInput extends Pick<ComparedFindings, 'added' | 'known'> {
  /** A baseline was given: results tell how they stand to it. */
  readonly hasBaseline: boolean;
  /** Path of the workspace folder within its repository; empty where they are the same. Locations are relative to the repository. */
  readonly prefix: string;
  /** Of Specwright. */
  readonly version: string;
  /** All that was asked for was looked at. */
  readonly complete: boolean;
  readonly errors: readonly string[];
}

/** Where SARIF's readers find the root of the repository, by convention. */
const ROOT = '%SRCROOT%';

/** A SARIF 2.1.0 log with one run (docs.oasis-open.org/sarif/sarif/v2.1.0). What is fixed is not in it: readers that know no baseline states would take it for a finding. */
export function sarifLog({ added, known, hasBaseline, prefix, version, complete, errors }: SarifInput): object {
  const state = (baselineState: 'new' | 'unchanged') => (hasBaseline ? { baselineState } : {});
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Specwright', version, informationUri: 'https://github.com/specwright/specwright', rules: FINDING_KINDS.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
        invocations: [{ executionSuccessful: complete, toolExecutionNotifications: errors.map((text) => ({ level: 'error', message: { text } })) }],
        results: [
          ...added.map((finding) => ({ ...resultOf(finding, prefix), ...state('new') })),
          ...known.map((finding) => ({ ...resultOf(finding, prefix), ...state('unchanged') })),
        ],
      },
    ],
  };
}

interface Rule {
  readonly name: string;
  readonly short: string;
  readonly full: string;
  readonly help: string;
}

const RUN_GENERATE = 'Run `specwright generate` and commit the spec.';

const RULES: Readonly<Record<FindingKind, Rule>> = {
  signature: {
    name: 'SignatureChanged',
    short: 'The spec describes another signature than the code has.',
    full: 'The signature of a documented symbol differs from the one that its spec was written for, or the symbol is gone. Whoever relies on the spec relies on something that is no longer there.',
    help: `${RUN_GENERATE} If the change was not meant to break anybody, change the code back.`,
  },
  body: {
    name: 'BodyChanged',
    short: 'The code has changed since its description was written.',
    full: 'The body of a documented symbol, or the signature of something that it depends on, differs from the one that its description was written for. The description may still be right: it should be looked at.',
    help: `${RUN_GENERATE} With a model the description is written anew; without one it is marked as out of date, and can be edited by hand.`,
  },
  facts: {
    name: 'FactsNotCurrent',
    short: 'What the spec says of the code is not what the code says now.',
    full: 'Facts of a spec are read from the syntax tree. Those in the file differ from those of the code: a symbol is new, a doc comment, a type or a default changed, or the template or the language of the spec is another one.',
    help: `${RUN_GENERATE} This takes no model.`,
  },
  missing: { name: 'SpecMissing', short: 'The source has no spec.', full: 'There is no spec for a source that belongs to the workspace.', help: `${RUN_GENERATE} A source that needs none can be named in \`.specwrightignore\`.` },
  blocked: {
    name: 'SpecBlocked',
    short: 'The place of the spec is taken.',
    full: 'The file in the place of the spec must not be written over: it is somebody else\'s, in the middle of a merge, or of a later version of Specwright.',
    help: 'Resolve the merge conflict, move the file away, or choose another output folder. Then run `specwright generate`.',
  },
  unwritten: { name: 'DescriptionMissing', short: 'A section has no description yet.', full: 'The spec has the facts of a symbol, but nobody has described it.', help: 'Run `specwright generate` with a model, or write the description into the spec.' },
  person: {
    name: 'EditedTextMayBeOutOfDate',
    short: 'The code behind a text that a person wrote has changed.',
    full: 'A person wrote or edited the description of a symbol, which has changed since. The text is kept as it is, and may be out of date.',
    help: 'Read the description against the code, and edit it where it is no longer right.',
  },
  orphaned: { name: 'SpecOrphaned', short: 'The source of the spec is gone.', full: 'A spec describes a source that does not exist any more, and that was not moved either.', help: 'Delete the spec, or run `specwright generate --remove-orphans`.' },
};

function ruleOf(kind: FindingKind): object {
  const { name, short, full, help } = RULES[kind];
  return { id: kind, name, shortDescription: { text: short }, fullDescription: { text: full }, help: { text: help.replace(/`/g, ''), markdown: help }, defaultConfiguration: { level: SEVERITIES[kind] } };
}

function resultOf(finding: Finding, prefix: string): object {
  const { kind, source, specPath, section, line, specLine, message } = finding;
  // What is no longer in a source, or never was in one, is seen in the spec.
  const isInSpec = line === undefined && (specLine !== undefined || kind === 'orphaned' || source === WORKSPACE_SOURCE);
  const inSpec = locationOf(joinPath(prefix, specPath), specLine ?? 1);
  return {
    ...commonOf(finding),
    message: { text: `${section === undefined ? '' : `${section}: `}${message}` },
    locations: [{ ...(isInSpec ? inSpec : locationOf(joinPath(prefix, source), line ?? 1)), ...logicalOf(section) }],
    ...(!isInSpec && specLine !== undefined ? { relatedLocations: [{ id: 1, ...inSpec, message: { text: 'its section in the spec' } }] } : {}),
  };
}

/** What GitHub tracks a result by is `primaryLocationLineHash` (docs.github.com, SARIF support for code scanning): ours stays the same wherever the symbol moves to. */
function commonOf({ kind, source, section = '' }: Finding): object {
  const fingerprint = sha256(JSON.stringify([source, section, kind])).slice(0, 32);
  return { ruleId: kind, ruleIndex: FINDING_KINDS.indexOf(kind), level: SEVERITIES[kind], partialFingerprints: { 'specwright/v1': fingerprint, primaryLocationLineHash: fingerprint } };
}

function locationOf(path: string, startLine: number): object {
  return { physicalLocation: { artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT }, region: { startLine } } };
}

function logicalOf(section: string | undefined): object {
  return section === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: section }] };
}
