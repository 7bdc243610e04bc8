import { ABOUT_NOTHING, aboutEntity } from '../../about';
import { breathe } from '../../../breathe';
import type { Failure } from '../../failures';
import { entitiesIn, heldBy, type EntityView, type Project } from '../../project';
import type { PlannedFile } from '../../projectPlan';
import { renderFile } from '../../skeleton';
import { a, comment, pad } from './goCode';
import { goImports, pkg } from './goImports';
import { errorName, type GoNames } from './goNames';
import { GoTypes } from './goTypes';

export const MODEL_IMPORTS = ['errors', 'fmt', 'net/mail', 'net/url', 'time'].map(pkg);

/** The package `model`: a file for each entity, the errors that all layers share, and what its types need. */
export async function goModel(project: Project, names: GoNames, failures: readonly Failure[]): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const view of project.entities) {
    await breathe();
    files.push(entityFile(view, project, names));
  }
  const texts = files.map((file) => (file.from === 'declarations' ? file.text : ''));
  const needs = (name: string) => texts.some((text) => new RegExp(`\\b${name}\\b`).test(text)) || name === 'IsUUID';
  return [
    ...files,
    plain('internal/model/errors.go', 'The errors that every layer knows.', errorsText(failures)),
    plain('internal/model/id.go', 'Ids that are unique.', ID_TEXT),
    ...(needs(names.dateType) || usesDates(project) ? [plain('internal/model/date.go', 'A calendar day.', dateText(names.dateType))] : []),
  ];
}

function usesDates(project: Project): boolean {
  return project.resources.some(({ operations }) => JSON.stringify(operations.map(({ request, result, pathParameters, queryParameters }) => [request, result, pathParameters, queryParameters])).includes('"scalar":"date"'));
}

function entityFile(view: EntityView, project: Project, names: GoNames): PlannedFile {
  const { entity } = view;
  const name = names.type(view);
  const types = new GoTypes(project, names, 'model', entity.name);
  types.declareStruct(name, described(entity.description, view), entity.fields, view.generatedKey ? { keyName: view.generatedKey.name } : {});
  const held = new Set<string>();
  for (const field of entity.fields) entitiesIn(field.type, held);
  const text = renderFile({ language: 'go', style: goImports, head: 'package model\n\n', imports: MODEL_IMPORTS, gap: '', pieces: [types.declarations] });
  return {
    path: names.file('model', view.words), kind: 'model', purpose: `The type of ${a(view.words.join(' '))}.`, from: 'declarations', needs: heldBy(view, project).map((other) => names.file('model', other.words)).sort(),
    about: aboutEntity(view, [...held].filter((other) => project.entity(other))), text: text.replace(/^package model\n\n\n/, 'package model\n\n'),
  };
}

/** Behind the name of a type: `is …`, or the description where it does not read on from the name. */
export function described(description: string, { words }: EntityView): string {
  const text = description.replace(/\s+/g, ' ').trim();
  if (text === '') return `is ${a(words.join(' '))}`;
  // Represents, holds, …: reads on from the name.
  if (/^[A-Z][a-z]+s\s/.test(text) && !/^(?:This|Its|His|Always|Various)\s/.test(text)) return `${text[0]!.toLowerCase()}${text.slice(1)}`;
  return /^(?:an?|the|one|any|every|each)\s/i.test(text) ? `is ${text[0]!.toLowerCase()}${text.slice(1)}` : `is ${a(words.join(' '))}: ${/^(?:That|What|How|Where|When|Who|Which)\s/.test(text) ? `${text[0]!.toLowerCase()}${text.slice(1)}` : text}`;
}

function errorsText(failures: readonly Failure[]): string {
  const width = Math.max(...failures.map((failure) => errorName(failure).length));
  const lines = failures.map((failure) => `\t${pad(errorName(failure), width)} = errors.New("${failure.words.join(' ')}")\n`).join('');
  return `// Package model has the types of the domain, and the errors that every layer knows.\npackage model\n\nimport "errors"\n\n${comment('Errors that callers tell apart with errors.Is. What exactly happened is said by wrapping them: fmt.Errorf("%w: …", ErrNotFound).')}var (\n${lines})\n`;
}

const ID_TEXT = `package model

import (
	"crypto/rand"
	"fmt"
	"regexp"
)

var uuidPattern = regexp.MustCompile(\`^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$\`)

// IsUUID says whether text is a UUID in its usual form.
func IsUUID(text string) bool {
	return uuidPattern.MatchString(text)
}

// NewID returns a random UUID (version 4, RFC 9562).
func NewID() string {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(fmt.Sprintf("no random numbers: %v", err))
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
`;

function dateText(name: string): string {
  return `package model

import (
	"fmt"
	"time"
)

const dateLayout = "2006-01-02"

// ${name} is a calendar day, written as 2006-01-02.
type ${name} struct {
	time.Time
}

// Parse${name} reads a day as MarshalText writes it.
func Parse${name}(text string) (${name}, error) {
	day, err := time.Parse(dateLayout, text)
	if err != nil {
		return ${name}{}, fmt.Errorf("%w: %q is no day of the form 2006-01-02", ErrInvalidInput, text)
	}
	return ${name}{day}, nil
}

// MarshalText writes the day, in JSON as well.
func (d ${name}) MarshalText() ([]byte, error) {
	return []byte(d.Format(dateLayout)), nil
}

// UnmarshalText reads the day, from JSON as well.
func (d *${name}) UnmarshalText(text []byte) error {
	day, err := Parse${name}(string(text))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

// MarshalJSON stands in for the one of time.Time, which would write a time of day.
func (d ${name}) MarshalJSON() ([]byte, error) {
	return []byte(d.Format(\`"\` + dateLayout + \`"\`)), nil
}

// UnmarshalJSON stands in for the one of time.Time, which would expect a time of day.
func (d *${name}) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) < 2 || data[0] != '"' {
		return fmt.Errorf("%w: a day is a string of the form 2006-01-02", ErrInvalidInput)
	}
	return d.UnmarshalText(data[1 : len(data)-1])
}
`;
}

function plain(path: string, purpose: string, text: string): PlannedFile {
  return { path, kind: 'model', purpose, from: 'declarations', needs: [], about: ABOUT_NOTHING, text };
}
