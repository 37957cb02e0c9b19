// Which property each attribute of an element becomes. Those of one name in several namespaces stay apart: none takes another's place.
import { schemaInstance } from './xml-plan.ts';
import type { PlannedAttribute } from './xml-plan.ts';
import type { QualifiedName } from './xml-scope.ts';

export interface FoundAttribute {
  /** As the document writes it. */
  readonly name: string;
  readonly text: string;
  readonly qualified: QualifiedName;
}

/** The planned one of its namespace; one without a namespace may be the only other one of its name. */
export function plannedOf(
  planned: readonly PlannedAttribute[],
  { qualified }: FoundAttribute,
  all: readonly FoundAttribute[],
): PlannedAttribute | undefined {
  const alike = planned.filter(({ local }) => local === qualified.local);
  const [first] = alike;
  const own = alike.find(({ ns }) => ns === qualified.ns);
  if (own !== undefined || qualified.ns !== '' || first === undefined) return own;
  const isTaken = all.some((other) => other.qualified.local === first.local && other.qualified.ns === first.ns);
  return isTaken ? undefined : first;
}

/** The local name, and the prefix before it where another attribute of the element or of the schema has that name. */
export function keyOf(
  planned: readonly PlannedAttribute[],
  { name, qualified }: FoundAttribute,
  shared: ReadonlySet<string>,
): string {
  const key = `@${qualified.local}`;
  return shared.has(qualified.local) || planned.some((attribute) => attribute.key === key) ? `@${name}` : key;
}

/** Local names that several attributes have (xsi:type and the like become no property), and two that are the same one under two prefixes. */
export function sharedNames(all: readonly FoundAttribute[]): {
  readonly shared: ReadonlySet<string>;
  readonly twice: readonly [string, string] | undefined;
} {
  const shared = new Set<string>();
  if (all.length < 2) return { shared, twice: undefined };
  const names = new Map<string, Map<string, string>>();
  for (const { name, qualified } of all) {
    const sameLocal = names.get(qualified.local);
    if (sameLocal === undefined) {
      names.set(qualified.local, new Map([[qualified.ns, name]]));
      continue;
    }
    const other = sameLocal.get(qualified.ns);
    if (other !== undefined) return { shared, twice: [other, name] };
    sameLocal.set(qualified.ns, name);
    if (sameLocal.size > (sameLocal.has(schemaInstance) ? 2 : 1)) shared.add(qualified.local);
  }
  return { shared, twice: undefined };
}
