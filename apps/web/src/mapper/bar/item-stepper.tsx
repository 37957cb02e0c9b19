import { isLoop } from '@patchbay/model/mapping';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Divider, IconButton } from '../../ui/index.ts';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import type { MapperData } from '../data/mapper-data.ts';

interface ShownLoop {
  readonly path: string;
  readonly name: string;
  readonly count: number;
}

/** Which item of the loops around the selected row is shown: ‹ 1 of 3 ›. Without a selection, of the first loop. */
export function ItemStepper() {
  const data = useMapperData();
  const lead = useMapperState((state) => state.lead);
  const loops = loopsAround(data, lead);
  if (loops.length === 0) return null;
  return (
    <>
      <Divider />
      {loops.map((loop) => (
        <Stepper key={loop.path} loop={loop} isOnly={loops.length === 1} />
      ))}
    </>
  );
}

function Stepper({ loop, isOnly }: { readonly loop: ShownLoop; readonly isOnly: boolean }) {
  const { store } = useMapper();
  const position = useMapperState((state) => state.positions[loop.path] ?? 0);
  const at = Math.min(position, loop.count - 1);
  const go = (by: number): void => {
    const next = (at + by + loop.count) % loop.count;
    store.getState().setPosition(loop.path, next);
    store.getState().say(`${loop.name} ${next + 1} of ${loop.count}`);
  };
  return (
    <span className="part" role="group" aria-label={`Shown item of ${loop.name}`}>
      {isOnly ? 'Item' : loop.name}
      <IconButton
        icon={ChevronLeft}
        size="small"
        label="Previous item"
        disabled={loop.count < 2}
        onClick={() => go(-1)}
      />
      <b className="tabular">
        {loop.count === 0 ? 0 : at + 1} of {loop.count}
      </b>
      <IconButton icon={ChevronRight} size="small" label="Next item" disabled={loop.count < 2} onClick={() => go(1)} />
    </span>
  );
}

function loopsAround({ targetNodes, targetAt, results }: MapperData, lead: string | null): ShownLoop[] {
  const found: ShownLoop[] = [];
  const add = (path: string): void => {
    const node = targetNodes[targetAt.get(path) ?? -1];
    if (node?.rule === undefined || !isLoop(node.rule)) return;
    const result = results.get(path);
    const value = result !== undefined && 'value' in result ? result : undefined;
    const count = value?.turns ?? (Array.isArray(value?.value) ? value.value.length : 0);
    found.unshift({ path, name: node.rule.as ?? 'item', count });
  };
  for (let at = targetAt.get(lead ?? '') ?? -1; at >= 0; at = targetNodes[at]?.parent ?? -1)
    add(targetNodes[at]?.path ?? '');
  if (found.length === 0) {
    const first = targetNodes.find((node) => node.part === '' && node.rule !== undefined && isLoop(node.rule));
    if (first !== undefined) add(first.path);
  }
  return found;
}
