import { ABOUT_NOTHING, joined } from '../../about';
import { kebabCase, plural, Scope, wordsOf } from '../../names';
import { mentions, type EntityView, type Project, type Resource } from '../../project';
import type { PlannedFile } from '../../projectPlan';
import { comment, exported, fileName, goString, member } from './goCode';
import type { GoNames } from './goNames';
import type { RoutedHandler } from './goRouting';

export function configFile(): PlannedFile {
  return { path: 'internal/config/config.go', kind: 'configuration', purpose: 'Settings, from the environment.', from: 'declarations', needs: [], about: ABOUT_NOTHING, text: CONFIG_TEXT };
}

const CONFIG_TEXT = `// Package config reads the settings of the program from its environment.
package config

import (
	"fmt"
	"os"
	"time"
)

// Config has the settings of the program.
type Config struct {
	// Addr is where the server listens, as net.Listen takes it: ADDR, or ":8080".
	Addr string
	// ShutdownTimeout is how long requests may go on once the program is to end: SHUTDOWN_TIMEOUT, or ten seconds.
	ShutdownTimeout time.Duration
}

// FromEnv reads the settings. It fails where one of them cannot be read.
func FromEnv() (Config, error) {
	config := Config{Addr: ":8080", ShutdownTimeout: 10 * time.Second}
	if addr, ok := os.LookupEnv("ADDR"); ok {
		config.Addr = addr
	}
	if text, ok := os.LookupEnv("SHUTDOWN_TIMEOUT"); ok {
		timeout, err := time.ParseDuration(text)
		if err != nil {
			return Config{}, fmt.Errorf("SHUTDOWN_TIMEOUT: %w", err)
		}
		config.ShutdownTimeout = timeout
	}
	return config, nil
}
`;

/** Folder of the command below `cmd`. */
export function commandName(project: Project): string {
  const name = kebabCase(wordsOf(project.spec.name)).replace(/[^a-z0-9-]/g, '');
  return /^[a-z]/.test(name) && name !== 'internal' && name !== 'vendor' && name !== 'testdata' ? name : 'server';
}

/** `main`: every part is made and handed to those that need it. */
export function mainFile(project: Project, names: GoNames, handlers: readonly (RoutedHandler & { readonly resource: Resource })[]): PlannedFile {
  const used = project.entities.filter((view) => handlers.some(({ resource }) => resource.stores.includes(view)));
  const scope = new Scope(['cfg', 'server', 'ctx', 'stop', 'err', 'router']);
  const variables = new Map<EntityView, string>(used.map((view) => [view, scope.claim(`${member(view.words)}Store`)]));
  const stores = used.map((view) => `\t${variables.get(view)} := storage.New${names.store(view).memory}()\n`).join('');
  const made = handlers.map(({ base, resource }) => `\t\thandler.New${base}Handler(service.New${base}Service(${resource.stores.map((view) => variables.get(view)).join(', ')})),\n`).join('');
  const layers = ['config', 'handler', 'service', ...(used.length > 0 ? ['storage'] : [])];
  return {
    path: `cmd/${commandName(project)}/main.go`, kind: 'wiring', purpose: 'The program: makes every part and serves until it is told to stop.', from: 'declarations',
    needs: ['internal/config/config.go', 'internal/handler/router.go', ...handlers.flatMap(({ file, resource }) => [file.path, names.file('service', resource.words)]), ...used.map((view) => names.file('storage', view.words))].sort(),
    about: joined(handlers.map(({ file }) => file.about)),
    text: `${comment(`Command ${commandName(project)} serves the HTTP interface of ${project.spec.name}.`)}package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

${layers.map((layer) => `\t"${names.module}/internal/${layer}"\n`).join('')})

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	cfg, err := config.FromEnv()
	if err != nil {
		return err
	}
${stores}	router := handler.NewRouter(
${made}	)
	server := &http.Server{Addr: cfg.Addr, Handler: router, ReadHeaderTimeout: 5 * time.Second}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	log.Printf("listening on %s", cfg.Addr)
	select {
	case err := <-failed:
		if !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.Background(), cfg.ShutdownTimeout)
	defer cancel()
	return server.Shutdown(ctx)
}
`,
  };
}

export interface TestedResource {
  readonly resource: Resource;
  readonly base: string;
  readonly methods: readonly { readonly name: string; readonly purpose: string }[];
  readonly file: PlannedFile;
}

/** Outlines of tests: one for each operation and each scenario, skipped until somebody writes it. */
export function testFiles(project: Project, tested: readonly TestedResource[]): PlannedFile[] {
  const rest = new Set(project.spec.scenarios);
  const scope = new Scope(['TestMain']);
  const files = tested.map(({ resource, base, methods, file }): PlannedFile => {
    const own = [...rest].filter(({ title, steps }) => mentions([title, ...steps].join(' '), resource.words));
    for (const scenario of own) rest.delete(scenario);
    const operations = methods.map(({ name, purpose }) => testText(scope.claim(`Test${base}Service_${name}`), purpose, []));
    return testFile(`internal/service/${fileName(resource.words)}_test.go`, `Tests of the rules for ${plural(resource.words).join(' ')}.`, [...operations, ...scenarioTests(own, scope)], file);
  });
  if (rest.size === 0) return files;
  return [...files, { ...testFile('internal/service/scenarios_test.go', 'Tests of scenarios.', scenarioTests([...rest], scope)), needs: tested.map(({ file }) => file.path).sort() }];
}

function scenarioTests(scenarios: Iterable<Project['spec']['scenarios'][number]>, scope: Scope): string[] {
  return [...scenarios].map(({ id, title, steps }) => testText(scope.claim(`TestScenario_${exported(wordsOf(id))}`), `${id}: ${title}`, steps));
}

function testText(name: string, what: string, steps: readonly string[]): string {
  const plain = what.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return `func ${name}(t *testing.T) {\n${steps.map((step) => comment(step, '\t')).join('')}\tt.Skip${plain.includes('%') ? 'f' : ''}(${goString(`not written yet: ${plain.replace(/%/g, '%%')}`)})\n}\n`;
}

function testFile(path: string, purpose: string, tests: readonly string[], of?: PlannedFile): PlannedFile {
  return { path, kind: 'test', purpose, from: 'declarations', needs: of ? [of.path] : [], about: of?.about ?? ABOUT_NOTHING, text: `package service\n\nimport "testing"\n\n${tests.join('\n')}` };
}
