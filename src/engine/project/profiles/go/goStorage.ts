import { breathe } from '../../../breathe';
import { aboutEntity } from '../../about';
import { plural } from '../../names';
import type { EntityView, Project } from '../../project';
import type { DeclaredFile, PlannedFile } from '../../projectPlan';
import { a, fieldNames, local } from './goCode';
import type { GoNames } from './goNames';
import { scalarType } from './goTypes';

/** The package `storage`: for each entity that is kept, what a store can do, and one that keeps it in memory. Nothing in it takes judgement, so it is rendered whole. */
export async function goStorage(project: Project, names: GoNames): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const view of project.entities.filter(({ isStored }) => isStored)) {
    await breathe();
    files.push({
      path: names.file('storage', view.words), kind: 'storage', purpose: `Keeps ${plural(view.words).join(' ')}, in memory.`, from: 'declarations',
      needs: [names.file('model', view.words), 'internal/model/errors.go'], about: aboutEntity(view), ...(view.key ? keyedStore(view, names) : listStore(view, names)),
    });
  }
  return files;
}

/** A file, and what of it those see that keep something in the store. */
type StoreText = Required<Pick<DeclaredFile, 'text' | 'signatures'>>;

function keyedStore(view: EntityView, names: GoNames): StoreText {
  const type = names.type(view);
  const { store, memory } = names.store(view);
  const [one, many] = [view.words.join(' '), plural(view.words).join(' ')];
  const item = itemOf(view);
  const keyType = keyTypeOf(view);
  const keyField = fieldNames(view.entity.fields).get(view.key!)!;
  const verb = keyType === 'string' ? '%q' : '%d';
  const contract = `// ${store} keeps ${many}. Its errors wrap those of the package model.
type ${store} interface {
	// Create keeps a new ${one}. It fails with model.ErrConflict where the ${keyField} is taken.
	Create(ctx context.Context, ${item} model.${type}) error
	// Get returns the ${one} of that ${keyField}, or fails with model.ErrNotFound.
	Get(ctx context.Context, id ${keyType}) (model.${type}, error)
	// List returns all ${many}, by ${keyField}.
	List(ctx context.Context) ([]model.${type}, error)
	// Update replaces the ${one} of the same ${keyField}, or fails with model.ErrNotFound.
	Update(ctx context.Context, ${item} model.${type}) error
	// Delete removes the ${one} of that ${keyField}, or fails with model.ErrNotFound.
	Delete(ctx context.Context, id ${keyType}) error
}
`;
  const text = `package storage

import (
	"context"
	"fmt"
	"sort"
	"sync"

	"${names.module}/internal/model"
)

${contract}
// ${memory} keeps ${many} for as long as the process lives. It may be used by several goroutines at once.
type ${memory} struct {
	mu    sync.RWMutex
	items map[${keyType}]model.${type}
}

// New${memory} returns a store without ${many}.
func New${memory}() *${memory} {
	return &${memory}{items: map[${keyType}]model.${type}{}}
}

// Create implements ${store}.
func (s *${memory}) Create(_ context.Context, ${item} model.${type}) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.items[${item}.${keyField}]; ok {
		return fmt.Errorf("%w: there is ${a(one)} ${verb}", model.ErrConflict, ${item}.${keyField})
	}
	s.items[${item}.${keyField}] = ${item}
	return nil
}

// Get implements ${store}.
func (s *${memory}) Get(_ context.Context, id ${keyType}) (model.${type}, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	${item}, ok := s.items[id]
	if !ok {
		return model.${type}{}, fmt.Errorf("%w: ${one} ${verb}", model.ErrNotFound, id)
	}
	return ${item}, nil
}

// List implements ${store}.
func (s *${memory}) List(_ context.Context) ([]model.${type}, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]model.${type}, 0, len(s.items))
	for _, ${item} := range s.items {
		all = append(all, ${item})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].${keyField} < all[j].${keyField} })
	return all, nil
}

// Update implements ${store}.
func (s *${memory}) Update(_ context.Context, ${item} model.${type}) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.items[${item}.${keyField}]; !ok {
		return fmt.Errorf("%w: ${one} ${verb}", model.ErrNotFound, ${item}.${keyField})
	}
	s.items[${item}.${keyField}] = ${item}
	return nil
}

// Delete implements ${store}.
func (s *${memory}) Delete(_ context.Context, id ${keyType}) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.items[id]; !ok {
		return fmt.Errorf("%w: ${one} ${verb}", model.ErrNotFound, id)
	}
	delete(s.items, id)
	return nil
}
`;
  return { text, signatures: `${contract}\nfunc New${memory}() *${memory}\n` };
}

/** Of what nothing identifies: one is found by looking at all of them. */
function listStore(view: EntityView, names: GoNames): StoreText {
  const type = names.type(view);
  const { store, memory } = names.store(view);
  const [one, many] = [view.words.join(' '), plural(view.words).join(' ')];
  const item = itemOf(view);
  const contract = `// ${store} keeps ${many}, which nothing identifies. Its errors wrap those of the package model.
type ${store} interface {
	// Add keeps ${a(one)}.
	Add(ctx context.Context, ${item} model.${type}) error
	// List returns all ${many} in the order in which they were added.
	List(ctx context.Context) ([]model.${type}, error)
	// Update replaces the first ${one} that matches, or fails with model.ErrNotFound.
	Update(ctx context.Context, matches func(model.${type}) bool, ${item} model.${type}) error
	// Delete removes every ${one} that matches, or fails with model.ErrNotFound where none does.
	Delete(ctx context.Context, matches func(model.${type}) bool) error
}
`;
  const text = `package storage

import (
	"context"
	"fmt"
	"sync"

	"${names.module}/internal/model"
)

${contract}
// ${memory} keeps ${many} for as long as the process lives. It may be used by several goroutines at once.
type ${memory} struct {
	mu    sync.RWMutex
	items []model.${type}
}

// New${memory} returns a store without ${many}.
func New${memory}() *${memory} {
	return &${memory}{}
}

// Add implements ${store}.
func (s *${memory}) Add(_ context.Context, ${item} model.${type}) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = append(s.items, ${item})
	return nil
}

// List implements ${store}.
func (s *${memory}) List(_ context.Context) ([]model.${type}, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return append([]model.${type}{}, s.items...), nil
}

// Update implements ${store}.
func (s *${memory}) Update(_ context.Context, matches func(model.${type}) bool, ${item} model.${type}) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.items {
		if matches(s.items[i]) {
			s.items[i] = ${item}
			return nil
		}
	}
	return fmt.Errorf("%w: ${one}", model.ErrNotFound)
}

// Delete implements ${store}.
func (s *${memory}) Delete(_ context.Context, matches func(model.${type}) bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := make([]model.${type}, 0, len(s.items))
	for i := range s.items {
		if !matches(s.items[i]) {
			kept = append(kept, s.items[i])
		}
	}
	if len(kept) == len(s.items) {
		return fmt.Errorf("%w: ${one}", model.ErrNotFound)
	}
	s.items = kept
	return nil
}
`;
  return { text, signatures: `${contract}\nfunc New${memory}() *${memory}\n` };
}

/** Other variables of a store's methods. */
const TAKEN: ReadonlySet<string> = new Set(['i', 'id', 'kept', 'matches']);

/** A variable for one of them: called as it is, unless that is a word of Go. */
function itemOf({ words }: EntityView): string {
  const name = local(words);
  return name.endsWith('Param') || TAKEN.has(name) ? 'item' : name;
}

function keyTypeOf({ key }: EntityView): string {
  const type = key!.type;
  return type.kind === 'scalar' && type.scalar !== 'date' ? scalarType(type.scalar, type.format) : 'string';
}
