import { addSample, duplicateSample, isRefusal, removeSample, renameSample, setSample } from '@patchbay/mapping/edit';
import { parseSourceKey } from '@patchbay/mapping';
import { withoutSecrets } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { useMemo } from 'react';
import { toast } from '../../ui/index.ts';
import { sampleId } from '../data/mapper-data.ts';
import type { MapperSample } from '../mapper-host.ts';
import { useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { testInput } from '../tests/saved-test.ts';
import { fitSample } from './fit-sample.ts';
import { freeSampleName, largestSample, noRoomFor } from './sample-input.ts';

export interface SampleActions {
  /** Tries the mapping on it from now on. */
  readonly show: (id: string, name: string) => void;
  /** Keeps an input with the mapping, under a free name, and shows it. False when it cannot be kept. */
  readonly keep: (name: string, input: Json) => boolean;
  /** Keeps data at hand, without what looks like a secret. */
  readonly keepAtHand: (sample: MapperSample) => void;
  readonly duplicate: (name: string) => void;
  /** Undefined when it was renamed, else why not. */
  readonly rename: (from: string, to: string) => string | undefined;
  readonly change: (name: string, input: Json) => boolean;
  readonly remove: (name: string) => void;
}

export function useSampleActions(): SampleActions {
  const mapper = useMapper();
  const { make } = useRuleActions();
  return useMemo(() => sampleActions(mapper, make), [mapper, make]);
}

function sampleActions(mapper: Mapper, make: ReturnType<typeof useRuleActions>['make']): SampleActions {
  const { store } = mapper;
  const show = (id: string, name: string): void => {
    store.getState().show({ sampleId: id, positions: {} });
    store.getState().say(`Showing the data of ${name}.`);
  };
  const keep = (wanted: string, input: Json): boolean => {
    const { doc } = mapper.host();
    const name = freeSampleName(wanted, doc.samples);
    const full = noRoomFor(doc, input);
    const added = full === undefined ? addSample(doc, { name, in: input }) : { refused: full };
    if (!make(added) || isRefusal(added)) return false;
    store.getState().show({ sampleId: sampleId(name), positions: {} });
    return true;
  };
  return {
    show,
    keep,
    keepAtHand: (sample) => {
      const { doc } = mapper.host();
      const roots = new Set(mapper.data().lines.map(({ source }) => parseSourceKey(source).root));
      const { value, masked } = withoutSecrets(testInput(doc, sample.scope, roots));
      const fitted = fitSample(value, largestSample);
      if (fitted === undefined) {
        make({ refused: `${sample.name} is too large to be kept with the mapping, even with one item of each list.` });
        return;
      }
      if (!keep(sample.name, fitted.value)) return;
      const notes = [
        ...(masked === 0
          ? []
          : [
              masked === 1
                ? 'One value that looks like a secret is masked.'
                : `${masked} values that look like secrets are masked.`,
            ]),
        ...fitted.cuts.map(({ path, had, kept }) => `${path}: the first ${kept} of ${had} items.`),
      ];
      toast(`Kept ${sample.name} with the mapping`, notes.length === 0 ? {} : { detail: notes.join(' ') });
    },
    duplicate: (name) => {
      const { doc } = mapper.host();
      const full = noRoomFor(doc, doc.samples?.find((sample) => sample.name === name)?.in ?? null);
      const added = full === undefined ? duplicateSample(doc, name) : { refused: full };
      if (make(added) && !isRefusal(added)) store.getState().show({ sampleId: sampleId(added.name), positions: {} });
    },
    rename: (from, to) => {
      const edit = renameSample(mapper.host().doc, from, to);
      if (isRefusal(edit)) return edit.refused;
      const isShown = mapper.data().sample?.id === sampleId(from);
      mapper.edit(edit.doc, { label: edit.said });
      if (isShown) store.getState().show({ sampleId: sampleId(to) });
      return undefined;
    },
    change: (name, input) => {
      const { doc } = mapper.host();
      const full = noRoomFor(doc, input, name);
      return make(full === undefined ? setSample(doc, name, { in: input }) : { refused: full });
    },
    remove: (name) => {
      if (!make(removeSample(mapper.host().doc, name))) return;
      toast(`Removed the sample ${name}`, { action: { label: 'Undo', onSelect: () => mapper.host().undo() } });
    },
  };
}
