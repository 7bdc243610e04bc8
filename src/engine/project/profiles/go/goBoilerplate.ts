import type { BoilerplateFile } from '../../boilerplate/boilerplate';
import type { Project } from '../../project';

export function goBoilerplate(_project: Project): BoilerplateFile[] {
  return [{ path: 'go.mod', template: 'go.mod', purpose: 'The module.', text: GO_MOD }];
}

const GO_MOD = `module <%= it.module %>

go <%= it.languageVersion %>
<% const required = it.dependencies.filter(({ version }) => version); %>
<% if (required.length > 0) { %>

require (
<% for (const { name, version } of required) { %>
	<%= name %> <%= version.startsWith('v') ? version : 'v' + version %>
<% } %>
)
<% } %>
`;
