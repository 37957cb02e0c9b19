import type { OperationManifest } from '@patchbay/model/connector';

/** The operations that this installation knows, by id. */
export type OperationLookup = (operation: string) => OperationManifest | undefined;
