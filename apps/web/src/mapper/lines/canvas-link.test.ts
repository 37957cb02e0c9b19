import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCanvasLink } from './canvas-link.ts';

describe('redraw', () => {
  it('draws once a frame, as the lines are drawn then, for whoever got hold of it before', () => {
    const frames: (() => void)[] = [];
    vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
    onTestFinished(() => void vi.unstubAllGlobals());
    const link = createCanvasLink();
    const { redraw } = link;
    const drawn: string[] = [];
    link.draw = () => drawn.push('first');
    redraw();
    redraw();
    link.draw = () => drawn.push('later');
    frames.shift()?.();
    expect(drawn).toEqual(['later']);
    redraw();
    frames.shift()?.();
    expect(drawn).toEqual(['later', 'later']);
    expect(frames).toEqual([]);
  });
});

describe('scrollTops', () => {
  it('follows what scrolls without measuring, and measures once when more than that changed', () => {
    vi.stubGlobal('requestAnimationFrame', () => 1);
    onTestFinished(() => void vi.unstubAllGlobals());
    const link = createCanvasLink();
    let measured = 0;
    link.scrollers.source = {
      get scrollTop() {
        measured += 1;
        return 40;
      },
    } as HTMLElement;
    expect(link.scrollTops()).toEqual({ source: 40, target: 0 });
    link.scrolled('source', 64);
    expect(link.scrollTops()).toEqual({ source: 64, target: 0 });
    expect(measured).toBe(1);
    link.redraw();
    expect(link.scrollTops()).toEqual({ source: 40, target: 0 });
    expect(link.scrollTops()).toEqual({ source: 40, target: 0 });
    expect(measured).toBe(2);
  });
});
