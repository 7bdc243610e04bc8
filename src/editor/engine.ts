/** What the editor asks of engine and providers: one bundle, loaded by the first command that needs it. Nothing else may import it but for its types. */
export { describeEstimate } from '../engine/batch/estimate';
export { createResultCache } from '../engine/cache/createResultCache';
export { specPathOf } from '../engine/chunk/chunkSource';
export { resolveTimeLimits, validateTimeLimits } from '../engine/dispatch/limits';
export { createPool } from '../engine/dispatch/pool';
export { generateSpecs } from '../engine/generateSpecs';
export { createWorkerOutliner } from '../engine/outline/workerOutliner';
export { createNodeFiles } from '../node/nodeFiles';
export { createNodeStore } from '../node/nodeStore';
export { DEFAULT_MODELS, describeModel, knownModels } from '../providers/models';
export { openModel } from '../providers/openModel';
