import { useMapperData, useMapperState } from '../mapper-context.ts';

/** ` · fills 12 of 20 rules`, once that is known. */
export function CoveredWords({ id }: { readonly id: string }) {
  const { samples } = useMapperData();
  const coverage = useMapperState((state) => state.tests.coverage);
  const filled = coverage?.inSamples[samples.findIndex((sample) => sample.id === id)];
  if (coverage === null || filled === undefined) return null;
  return ` · fills ${filled} of ${coverage.rules} ${coverage.rules === 1 ? 'rule' : 'rules'}`;
}
