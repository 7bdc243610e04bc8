// Takes the pictures of the walkthrough anew, in the real workbench: media/walkthrough/*.png.
import { bundleTests } from '../test/host/bundle.mjs';
import { ensureHost } from '../test/host/setup.mjs';
import { build, pack } from './pack.mjs';
import { orThrow, runHarness } from './run.mjs';

await ensureHost();
await build();
await pack(['ignore', 'ignore', 'inherit']);
await bundleTests();
await orThrow(runHarness('takePictures.mjs'), 'Taking the pictures');
