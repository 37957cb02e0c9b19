import { viewOf } from '@patchbay/mapping';
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { meterOf, targetTree } from '../../mapper/index.ts';

interface MappingMeterProps {
  readonly mapping: MappingDocument;
  readonly target?: DataSchema | undefined;
  readonly problems: readonly Diagnostic[];
}

const nothingOpen: ReadonlySet<string> = new Set();

/** How far a mapping is, in one line. */
export function MappingMeter({ mapping, target, problems }: MappingMeterProps) {
  const meter = useMemo(() => {
    const shape = target ?? viewOf(mapping).target;
    return meterOf(targetTree(mapping, shape, nothingOpen));
  }, [mapping, target]);
  const bad = problems.filter(({ severity }) => severity !== 'info').length;
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-12">
      <span>
        <b className="font-semibold">
          {meter.mapped} of {meter.total}
        </b>{' '}
        <span className="text-ink-2">{meter.total === 1 ? 'field mapped' : 'fields mapped'}</span>
      </span>
      {bad === 0 ? null : (
        <span className="flex items-center gap-1 text-wait">
          <TriangleAlert size={12} aria-hidden />
          {bad === 1 ? '1 problem' : `${bad} problems`}
        </span>
      )}
    </p>
  );
}
