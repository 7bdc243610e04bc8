import { ABOUT_NOTHING, joined } from '../../about';
import type { Failure } from '../../failures';
import type { PlannedFile } from '../../projectPlan';
import type { Contract } from '../../projectSpec';
import { hasAmbiguous } from '../../routes';
import { statusOf } from './goHandler';
import { errorName, type GoNames } from './goNames';

/** How requests find their handlers. From Go 1.22 on `net/http` does it all; before, and for routes that it would not take, a small mux of the project's own takes the same patterns. */
export interface GoRouting {
  /** Type that routes are added to. */
  readonly mux: string;
  /** Expression for a part of a request's path. */
  pathValue(name: string): string;
  /** Makes a mux. */
  readonly newMux: string;
  readonly ownFile?: PlannedFile;
}

/** http.ServeMux does not start with patterns of which neither says more than the other. */
export function routingFor(languageVersion: string, contracts: readonly Contract[]): GoRouting {
  const [major = 1, minor = 0] = languageVersion.split('.').map(Number);
  if ((major > 1 || minor >= 22) && !hasAmbiguous(contracts)) return { mux: 'http.ServeMux', newMux: 'http.NewServeMux()', pathValue: (name) => `r.PathValue("${name}")` };
  return { mux: 'patternMux', newMux: '&patternMux{}', pathValue: (name) => `pathValue(r, "${name}")`, ownFile: PATTERN_MUX };
}

const PATTERN_MUX: PlannedFile = {
  path: 'internal/handler/mux.go', kind: 'wiring', purpose: 'Finds the handler of a request by method and path.', from: 'declarations', needs: [], about: ABOUT_NOTHING,
  text: `package handler

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// patternMux finds handlers by patterns such as "GET /tasks/{id}", as http.ServeMux does from Go 1.22 on; it
// also takes patterns that overlap, such as "GET /tasks/{id}/notes" and "GET /tasks/mine/{part}".
type patternMux struct {
	routes []route
}

type route struct {
	method  string
	parts   []string
	handler http.HandlerFunc
}

// HandleFunc adds a route. Of several that match a request, one with fewer parameters is taken, then the first.
func (m *patternMux) HandleFunc(pattern string, handler http.HandlerFunc) {
	method, path, _ := strings.Cut(pattern, " ")
	m.routes = append(m.routes, route{method: method, parts: strings.Split(strings.TrimSuffix(path, "{$}"), "/"), handler: handler})
}

// ServeHTTP implements http.Handler.
func (m *patternMux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(r.URL.EscapedPath(), "/")
	var best *route
	var values map[string]string
	var allowed []string
	for i := range m.routes {
		candidate := &m.routes[i]
		found, ok := match(candidate.parts, parts)
		if !ok {
			continue
		}
		allowed = append(allowed, candidate.method)
		isMethod := candidate.method == r.Method || (candidate.method == http.MethodGet && r.Method == http.MethodHead)
		if isMethod && (best == nil || len(found) < len(values)) {
			best, values = candidate, found
		}
	}
	switch {
	case best != nil:
		best.handler(w, r.WithContext(context.WithValue(r.Context(), pathValuesKey{}, values)))
	case len(allowed) > 0:
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	default:
		http.NotFound(w, r)
	}
}

// match returns what the parameters of a route stand for in a path.
func match(route, path []string) (map[string]string, bool) {
	if len(route) != len(path) {
		return nil, false
	}
	values := map[string]string{}
	for i, part := range route {
		value, err := url.PathUnescape(path[i])
		if err != nil {
			return nil, false
		}
		if strings.HasPrefix(part, "{") {
			if value == "" {
				return nil, false
			}
			values[strings.Trim(part, "{}")] = value
		} else if part != path[i] && part != value {
			return nil, false
		}
	}
	return values, true
}

type pathValuesKey struct{}

// pathValue returns what stands for a parameter in the path of a request.
func pathValue(r *http.Request, name string) string {
	values, _ := r.Context().Value(pathValuesKey{}).(map[string]string)
	return values[name]
}
`,
};

export interface RoutedHandler {
  /** Task */
  readonly base: string;
  readonly field: string;
  readonly file: PlannedFile;
}

/** All routes of the project. */
export function routerFile(handlers: readonly RoutedHandler[], routing: GoRouting): PlannedFile {
  const parameters = handlers.map(({ base, field }) => `${field} *${base}Handler`).join(', ');
  return {
    path: 'internal/handler/router.go', kind: 'wiring', purpose: 'All routes.', from: 'declarations',
    needs: [...handlers.map(({ file }) => file.path), ...(routing.ownFile ? [routing.ownFile.path] : [])].sort(), about: joined(handlers.map(({ file }) => file.about)),
    text: `package handler\n\nimport "net/http"\n\n// NewRouter returns a handler that leads each request to the one it is for.\nfunc NewRouter(${parameters}) http.Handler {\n\tmux := ${routing.newMux}\n${handlers.map(({ field }) => `\t${field}.Register(mux)\n`).join('')}\treturn mux\n}\n`,
  };
}

/** One of the functions that handlers share. Those that no handler calls are left out. */
interface Helper {
  readonly name: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** What all handlers share: reading, writing, and which status an error has. */
export function httpFile(uses: string, failures: readonly Failure[], names: GoNames): PlannedFile {
  const all = helpers(names.dateType);
  const wanted = new Set(['writeJSON', 'writeError']);
  for (let said = uses, grew = true; grew;) {
    grew = false;
    for (const { name, text } of all) {
      if (wanted.has(name) ? said.includes(text) : !new RegExp(`\\b${name}\\b`).test(said)) continue;
      wanted.add(name);
      said += text;
      grew = true;
    }
  }
  const kept = all.filter(({ name }) => wanted.has(name));
  const cases = failures.map((failure) => `\tcase errors.Is(err, model.${errorName(failure)}):\n\t\tstatus = ${statusOf(failure.status)}\n`).join('');
  const imports = [...new Set(['encoding/json', 'errors', 'log', 'net/http', ...kept.flatMap((helper) => helper.imports)])].sort();
  const text = `package handler\n\nimport (\n${imports.map((one) => `\t"${one}"\n`).join('')}\n\t"${names.module}/internal/model"\n)\n\n${kept.map((helper) => `${helper.text}\n`).join('')}// writeError answers with the status that belongs to an error of the package model. What any other
// error says stays in the log.
func writeError(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	switch {
${cases}	}
	message := err.Error()
	if status == http.StatusInternalServerError {
		log.Print(err)
		message = http.StatusText(status)
	}
	writeJSON(w, status, map[string]string{"error": message})
}

// writeJSON answers with a value as JSON.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Print(err)
	}
}
`;
  return { path: 'internal/handler/http.go', kind: 'wiring', purpose: 'What handlers share: reading requests, writing answers and errors.', from: 'declarations', needs: ['internal/model/errors.go'], about: ABOUT_NOTHING, text };
}

function helpers(dateType: string): Helper[] {
  const parse = (name: string, type: string, call: string, problem: string, imports: readonly string[] = ['strconv']): Helper => ({
    name, imports: ['errors', ...imports], text: `func ${name}(text string) (${type}, error) {\n\tvalue, err := ${call}\n\tif err != nil {\n\t\treturn value, errors.New("must be ${problem}")\n\t}\n\treturn value, nil\n}\n`,
  });
  return [
    { name: 'decode', imports: ['encoding/json', 'fmt'], text: `// maxBodyBytes is the most that the body of a request may have.
const maxBodyBytes = 1 << 20

// decode reads the body of a request and checks it.
func decode[T any](w http.ResponseWriter, r *http.Request) (T, error) {
	var body T
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if err := decoder.Decode(&body); err != nil {
		return body, fmt.Errorf("%w: the body cannot be read: %v", model.ErrInvalidInput, err)
	}
	return body, validated(body)
}
` },
    { name: 'validated', imports: [], text: `// validated tells the first rule that a value breaks, if its type has any.
func validated(value any) error {
	if v, ok := value.(interface{ Validate() error }); ok {
		return v.Validate()
	}
	return nil
}
` },
    { name: 'required', imports: ['fmt', 'net/url'], text: `// required reads a parameter that has to be there.
func required[T any](values url.Values, name string, parse func(string) (T, error)) (T, error) {
	if !values.Has(name) {
		var none T
		return none, fmt.Errorf("%w: %s is required", model.ErrInvalidInput, name)
	}
	return parsed(name, values.Get(name), parse)
}
` },
    { name: 'optional', imports: ['net/url'], text: `// optional reads a parameter that may be absent, which is nil.
func optional[T any](values url.Values, name string, parse func(string) (T, error)) (*T, error) {
	if !values.Has(name) {
		return nil, nil
	}
	value, err := parsed(name, values.Get(name), parse)
	return &value, err
}
` },
    { name: 'listed', imports: ['net/url'], text: `// listed reads a parameter that may be given several times; where it is absent the list is nil.
func listed[T any](values url.Values, name string, parse func(string) (T, error)) ([]T, error) {
	if !values.Has(name) {
		return nil, nil
	}
	list := make([]T, 0, len(values[name]))
	for _, text := range values[name] {
		value, err := parsed(name, text, parse)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, nil
}
` },
    { name: 'parsed', imports: ['fmt'], text: `// parsed reads a parameter from its text.
func parsed[T any](name, text string, parse func(string) (T, error)) (T, error) {
	value, err := parse(text)
	if err != nil {
		err = fmt.Errorf("%w: %s %v", model.ErrInvalidInput, name, err)
	}
	return value, err
}
` },
    { name: 'parseText', imports: [], text: `func parseText(text string) (string, error) {\n\treturn text, nil\n}\n` },
    parse('parseInt64', 'int64', 'strconv.ParseInt(text, 10, 64)', 'a whole number'),
    { name: 'parseInt32', imports: ['errors', 'strconv'], text: `func parseInt32(text string) (int32, error) {\n\tvalue, err := strconv.ParseInt(text, 10, 32)\n\tif err != nil {\n\t\treturn 0, errors.New("must be a whole number of 32 bits")\n\t}\n\treturn int32(value), nil\n}\n` },
    parse('parseFloat64', 'float64', 'strconv.ParseFloat(text, 64)', 'a number'),
    parse('parseBool', 'bool', 'strconv.ParseBool(text)', 'true or false'),
    parse('parseTime', 'time.Time', 'time.Parse(time.RFC3339, text)', 'a time of the form 2006-01-02T15:04:05Z', ['time']),
    parse('parseDate', `model.${dateType}`, `model.Parse${dateType}(text)`, 'a day of the form 2006-01-02', []),
    { name: 'parseUUID', imports: ['errors'], text: `func parseUUID(text string) (string, error) {\n\tif !model.IsUUID(text) {\n\t\treturn "", errors.New("must be a UUID")\n\t}\n\treturn text, nil\n}\n` },
    { name: 'parseEnum', imports: ['errors'], text: `func parseEnum[T interface {
	~string
	Valid() bool
}](text string) (T, error) {
	value := T(text)
	if !value.Valid() {
		return value, errors.New("is none of the values that it may have")
	}
	return value, nil
}
` },
  ];
}
