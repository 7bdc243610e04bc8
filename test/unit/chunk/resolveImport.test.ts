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
  ['go', 'cmd/main.go', 'example.com/parcels/internal/queue', 'internal/queue/queue.go'],
  ['go', 'cmd/main.go', 'parcels/internal/queue/v2', 'internal/queue/v2/queue.go'],
  ['rust', 'src/lib.rs', 'queue', 'src/queue.rs'],
  ['rust', 'src/queue.rs', 'worker', 'src/queue/worker.rs'],
  ['rust', 'src/queue/worker.rs', 'crate::clock', 'src/clock.rs'],
  ['rust', 'src/queue/worker.rs', 'super::store', 'src/queue/store.rs'],
  ['rust', 'crates/a/src/x.rs', 'crate::b.c', 'crates/a/src/b/c.rs'],
  ['rust', 'src/queue.rs', 'crate', 'src/lib.rs'],
  ['cpp', 'src/a.cpp', 'b.h', 'src/b.h'],
  ['cpp', 'src/net/a.cpp', '../b.h', 'src/b.h'],
  ['cpp', 'src/a.cpp', '<parcels/b.hpp>', 'include/parcels/b.hpp'],
  ['cpp', 'libs/x/src/a.cc', 'x/b.h', 'libs/x/include/x/b.h'],
])('%s: %s that imports %s may mean %s', (language, from, specifier, expected) => {
  expect(importCandidates(language, from, specifier)).toContain(expected);
});

test.each([
  ['typescript', 'src/a.ts', 'node:fs'],
  ['typescript', 'src/a.ts', '@scope/package/file'],
  ['typescript', 'a.ts', '../outside'],
  ['python', 'a.py', '...far'],
  ['go', 'a.go', 'net/http'],
  ['java', 'src/A.java', 'java.util.Map'],
  ['csharp', 'A.cs', 'Acme.Queue'],
  ['bash', 'a.sh', '/etc/os-release'],
  ['bash', 'a.sh', '../outside.sh'],
  ['powershell', 'a.ps1', 'Pester'],
])('%s: %s that imports %s means no file of the workspace', (language, from, specifier) => {
  expect(importCandidates(language, from, specifier)).toEqual([]);
});
