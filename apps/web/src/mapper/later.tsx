// What stands around the trees follows an edit when the trees have been painted.
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import { DataContext, HostContext, useHost, useMapperData } from './mapper-context.ts';

interface LaterProps {
  readonly children: ReactNode;
  /** They follow at once all the same. */
  readonly atOnce?: boolean;
}

/** Its parts see document and data a moment later than the trees. What they change, they change by `useMapper`: that is never late. */
export function Later({ children, atOnce = false }: LaterProps) {
  const host = useHost();
  const data = useMapperData();
  const laterHost = useDeferredValue(host);
  const laterData = useDeferredValue(data);
  return (
    <HostContext value={atOnce ? host : laterHost}>
      <DataContext value={atOnce ? data : laterData}>{children}</DataContext>
    </HostContext>
  );
}

/** Where one types, what was typed must be there before the next letter comes. */
export function LaterUnlessFocused({ children }: { readonly children: ReactNode }) {
  const [isFocused, setIsFocused] = useState(false);
  return (
    <div className="h-full" onFocus={() => setIsFocused(true)} onBlur={() => setIsFocused(false)}>
      <Later atOnce={isFocused}>{children}</Later>
    </div>
  );
}
