import { useEffect, useRef, useState } from 'react';

const pauseMs = 250;

/** What is typed shows at once; the address follows when the typing pauses. A change of the address from outside wins. */
export function useSearchText(inAddress: string, onPause: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(inAddress);
  const sent = useRef(inAddress);
  const act = useRef(onPause);
  useEffect(() => {
    act.current = onPause;
  });
  useEffect(() => {
    if (inAddress === sent.current) return;
    sent.current = inAddress;
    setTyped(inAddress);
  }, [inAddress]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      act.current(typed);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}
