// Property tests draw the same each time, so that a red run can be run again; `FC_SEED` in the environment has them draw others.
import * as fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 260_801) });
