// A side with everything that comparing needs, worked out once a field.
import type { Json } from '@patchbay/model/schema';
import { ContrastTable } from '../evidence/contrast-table.ts';
import { apparentKind, declaredKind } from '../evidence/type-fit.ts';
import type { ValueKind } from '../evidence/type-fit.ts';
import { profileOf } from '../evidence/value-profile.ts';
import type { ValueProfile } from '../evidence/value-profile.ts';
import { makeBags } from '../fields/side-bags.ts';
import type { BagRequest, SideBags } from '../fields/side-bags.ts';
import type { RootInput, Side } from '../fields/side.ts';

export class PreparedSide {
  readonly side: Side;
  readonly bags: SideBags;
  readonly contrasts: ContrastTable;
  readonly kinds: readonly ValueKind[];
  readonly #profiles = new Map<number, ValueProfile>();

  constructor(side: Side, request: BagRequest & { inputs: readonly RootInput[] }) {
    this.side = side;
    this.bags = makeBags(side, request);
    this.contrasts = new ContrastTable(side, request.vocabulary);
    for (const leaf of side.leaves) {
      const field = side.fields[leaf];
      const samples: readonly Json[] = request.inputs[field?.root ?? 0]?.samples ?? [];
      const profile = field === undefined || samples.length === 0 ? undefined : profileOf(field, samples);
      if (profile !== undefined) this.#profiles.set(leaf, profile);
    }
    this.kinds = side.fields.map((field) => apparentKind(declaredKind(field), this.#profiles.get(field.id)));
  }

  profile(leaf: number): ValueProfile | undefined {
    return this.#profiles.get(leaf);
  }
}
