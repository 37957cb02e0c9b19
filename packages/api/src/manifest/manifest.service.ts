import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { ManifestService } from './manifest.contract.ts';

export const createManifestService = ({ manifests }: ServiceDeps): ManifestService => ({
  list: () => ({ connectors: [...manifests] }),
});
