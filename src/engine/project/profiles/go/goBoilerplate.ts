import type { BoilerplateFile } from '../../boilerplate/boilerplate';
import { commonBoilerplate } from '../../boilerplate/common';
import { isServed, type Project } from '../../project';

export function goBoilerplate(project: Project): BoilerplateFile[] {
  const isProgram = isServed(project);
  return [
    { path: 'go.mod', template: 'go.mod', purpose: 'The module.', text: GO_MOD },
    ...commonBoilerplate({
      ignored: ['/bin/', '*.test', '*.out', 'coverage.*'],
      ...(isProgram && { dockerfile: DOCKERFILE }),
      targets: {
        build: isProgram ? ['go build -o bin/ ./...'] : ['go build ./...'],
        check: ['gofmt -l .', 'go vet ./...'],
        test: ['go test ./...'],
        ...(isProgram && { run: ['go run ./<%= it.command %>'] }),
      },
      ciSteps: `      - uses: actions/setup-go@v5
        with:
          go-version-file: go.mod
      - run: go build ./...
      - run: go vet ./...
      - run: go test ./...
`,
      editorConfig: '[*.go]\nindent_style = tab\n\n[Makefile]\nindent_style = tab\n',
      needs: 'Go <%= it.languageVersion %> or later<% if (it.dependencies.length > 0) { %>; `go mod tidy` fetches what it depends on<% } %>.',
    }),
  ];
}

const GO_MOD = `module <%= it.module %>

go <%= it.languageVersion %>
<% const required = it.dependencies.filter(({ name, version }) => /^[\\w.~/-]+$/.test(name) && /^v?\\d/.test(version)); %>
<% if (required.length > 0) { %>

require (
<% for (const { name, version } of required) { %>
	<%= name %> <%= version.startsWith('v') ? version : 'v' + version %>
<% } %>
)
<% } %>
`;

const DOCKERFILE = `FROM golang:<%= it.languageVersion %> AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /server ./<%= it.command %>

FROM gcr.io/distroless/static
COPY --from=build /server /server
EXPOSE 8080
ENTRYPOINT ["/server"]
`;
