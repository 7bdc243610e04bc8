import { expect, test } from 'vitest';
import { importCandidates } from '../../../src/engine/chunk/resolveImport';

test.each([
  ['typescript', 'src/a.ts', './clock', 'src/clock.ts'],
  ['typescript', 'src/a.ts', './clock.js', 'src/clock.ts'],
  ['typescript', 'src/x/a.ts', '../clock.mjs', 'src/clock.mts'],
  ['typescript', 'src/x/a.ts', '..', 'src/index.ts'],
  ['javascript', 'a.js', './lib', 'lib/index.js'],
  ['python', 'app/views.py', '.models', 'app/models.py'],
  ['python', 'app/sub/views.py', '..models.user', 'app/models/user.py'],
  ['python', 'app/views.py', '.', 'app/__init__.py'],
  ['python', 'app/views.py', 'lib.tools', 'lib/tools.py'],
  ['python', 'src/app/views.py', 'app.models', 'src/app/models.py'],
  ['python', 'packages/one/app/views.py', 'app.models', 'packages/one/app/models.py'],
  ['java', 'src/main/java/com/acme/a/A.java', 'com.acme.Queue', 'src/main/java/com/acme/Queue.java'],
  ['java', 'core/src/test/java/com/acme/ATest.java', 'org.other.B', 'core/src/main/java/org/other/B.java'],
  ['java', 'com/acme/A.java', 'com.acme.Queue.Entry', 'com/acme/Queue.java'],
  ['php', 'public/index.php', 'App\\Mail\\Sender', 'src/Mail/Sender.php'],
  ['php', 'packages/mail/src/Sender.php', 'Acme\\Mail\\Smtp', 'packages/mail/src/Smtp.php'],
  ['php', 'src/Mail/Sender.php', './helpers.php', 'src/Mail/helpers.php'],
  ['ruby', 'lib/shop/cart.rb', './item', 'lib/shop/item.rb'],
  ['ruby', 'bin/run.rb', 'shop/cart', 'lib/shop/cart.rb'],
  ['ruby', 'gems/one/test/a.rb', 'one/cart', 'gems/one/lib/one/cart.rb'],
  ['bash', 'bin/deploy.sh', '../lib/log.sh', 'lib/log.sh'],
  ['powershell', 'tools/build.ps1', './lib/Log.ps1', 'tools/lib/Log.ps1'],
  ['powershell', 'tools/build.ps1', './Types', 'tools/Types.psm1'],
])('%s: %s that imports %s may mean %s', (language, from, specifier, expected) => {
  expect(importCandidates(language, from, specifier)).toContain(expected);
});

test.each([
  ['typescript', 'src/a.ts', 'node:fs'],
  ['typescript', 'src/a.ts', '@scope/package/file'],
  ['typescript', 'a.ts', '../outside'],
  ['python', 'a.py', '...far'],
  ['java', 'src/A.java', 'java.util.Map'],
  ['csharp', 'A.cs', 'Acme.Queue'],
  ['bash', 'a.sh', '/etc/os-release'],
  ['bash', 'a.sh', '../outside.sh'],
  ['powershell', 'a.ps1', 'Pester'],
])('%s: %s that imports %s means no file of the workspace', (language, from, specifier) => {
  expect(importCandidates(language, from, specifier)).toEqual([]);
});
