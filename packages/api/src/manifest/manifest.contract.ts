import { ConnectorManifest } from '@patchbay/model/connector';
import * as z from 'zod';

export const ManifestList = z.object({ connectors: z.array(ConnectorManifest) });
export type ManifestList = z.infer<typeof ManifestList>;

export interface ManifestService {
  list(): ManifestList;
}
