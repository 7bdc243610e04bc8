/** What the editor asks of engine and providers: one bundle, loaded by the first command that needs it. Nothing else may import it but for its types. */
export { describeEstimate } from '../engine/batch/estimate';
export { createResultCache } from '../engine/cache/createResultCache';
export { createRunRecords } from '../engine/cache/runRecords';
export { specPathOf } from '../engine/chunk/chunkSource';
export { warmOutlines } from '../engine/chunk/warmOutlines';
export { resolveTimeLimits, validateTimeLimits } from '../engine/dispatch/limits';
export { createPool } from '../engine/dispatch/pool';
export { generateSpecs } from '../engine/generateSpecs';
export { createWorkerOutliner } from '../engine/outline/workerOutliner';
export { TEMPLATE_SOURCES } from '../engine/write/templates/builtInSources';
export { TEMPLATE_FOLDER, TEMPLATE_NAMES } from '../engine/write/templates/templates';
export { buildIdOf } from '../node/buildId';
export { createNodeFiles } from '../node/nodeFiles';
export { createNodeStore } from '../node/nodeStore';
export { listModels } from '../providers/listModels';
export { DEFAULT_MODELS, describeModel, knownModels } from '../providers/models';
export { openModel } from '../providers/openModel';
