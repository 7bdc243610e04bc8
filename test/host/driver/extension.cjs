// UI tests act through the page alone. What is only preparation (a setting, an open file) or evidence (the text of an
// editor, of which the page shows a part) goes through here: requests on a loopback port, answered in the extension host.
const fs = require('node:fs');
const http = require('node:http');
const vscode = require('vscode');

const operations = {
  setting: ({ id, value }) => vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global),
  command: ({ id, args }) => vscode.commands.executeCommand(id, ...args),
  open: async ({ path }) => void (await vscode.window.showTextDocument(inWorkspace(path), { preview: false })),
  text: ({ path }) => {
    const documents = vscode.workspace.textDocuments;
    const document = path ? documents.find((d) => d.uri.path === inWorkspace(path).path) : vscode.window.activeTextEditor?.document;
    return document?.getText();
  },
};

const inWorkspace = (path) => vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, path);

exports.activate = (context) => {
  const portFile = process.env.SPECWRIGHT_TEST_DRIVER;
  if (!portFile) return;
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    try {
      const { operation, ...parameters } = JSON.parse(body);
      const value = await operations[operation](parameters);
      response.end(JSON.stringify({ value }));
    } catch (error) {
      response.end(JSON.stringify({ error: String(error.stack ?? error) }));
    }
  });
  server.listen(0, '127.0.0.1', () => {
    fs.writeFileSync(`${portFile}.new`, String(server.address().port));
    fs.renameSync(`${portFile}.new`, portFile);
  });
  context.subscriptions.push({ dispose: () => server.close() });
};
