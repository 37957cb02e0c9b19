// A page of the mapper's specimen with the two clocks beside it: what a person waits, and what the machine works.
import { fileURLToPath } from 'node:url';
import type { Browser, CDPSession, Page } from '@playwright/test';

/** One thing that was done: wall time until it was painted, and the CPU time that the page's main thread spent on it. */
export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export interface Scrolled {
  readonly framesPerSecond: number;
  /** Frames that should have come and did not, of those that should have. */
  readonly droppedShare: number;
  /** Main thread, a frame. */
  readonly cpuMs: number;
}

/** Lines of one drawing: with both ends in view, and with one. */
export interface Drawn {
  readonly whole: number;
  readonly leaving: number;
}

/** Where a page scrolls: CSS selectors of what is under the wheel. */
interface Scroll {
  readonly over: string;
  readonly pixels: number;
  /** Pixels a second. */
  readonly speed: number;
}

interface Steps {
  readonly over: string;
  readonly frames: number;
  /** A frame. */
  readonly pixels: number;
}

const frameMs = 1_000 / 60;

export class MeasuredPage implements AsyncDisposable {
  readonly page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.#cdp = cdp;
  }

  static async open(browser: Browser, viewport: { width: number; height: number }): Promise<MeasuredPage> {
    const context = await browser.newContext({ viewport });
    await context.addInitScript({ path: fileURLToPath(new URL('probe.js', import.meta.url)) });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`the page failed: ${error.message}`));
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new MeasuredPage(page, cdp);
  }

  /** `seen` is an expression of the page: what must hold when `act` has been answered. Then the page comes to rest. */
  async answered(event: 'click' | 'keydown', seen: string, act: () => Promise<void>): Promise<Measured> {
    const before = await this.metrics();
    // Armed first: events and scripts come to the page by ways of their own.
    await this.page.evaluate(`void (probe.asked = probe.painted(${JSON.stringify(event)}, () => ${seen}))`);
    await act();
    const wallMs = await this.page.evaluate<number>('probe.asked');
    const { TaskDuration } = await this.metrics();
    return { wallMs, cpuMs: (TaskDuration - before.TaskDuration) * 1_000 };
  }

  /** As the wheel does it: the browser's own gesture, at its own frames. */
  async scrolled({ over, pixels, speed }: Scroll): Promise<Scrolled> {
    const box = await this.page.locator(over).boundingBox();
    if (box === null) throw new Error(`${over} is not shown`);
    await this.page.evaluate('void (globalThis.stopFrames = probe.frames())');
    const before = await this.metrics();
    await this.#cdp.send('Input.synthesizeScrollGesture', {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      yDistance: -pixels,
      speed,
      gestureSourceType: 'mouse',
    });
    const after = await this.metrics();
    const times = await this.page.evaluate<number[]>('stopFrames()');
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frameMs) - 1), 0);
    const tookMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
    return {
      framesPerSecond: (gaps.length * 1_000) / tookMs,
      droppedShare: dropped / (gaps.length + dropped),
      cpuMs: ((after.TaskDuration - before.TaskDuration) * 1_000) / gaps.length,
    };
  }

  /**
   * CPU time of the main thread a frame when every frame scrolls by so many pixels: what a frame costs at its proper pace,
   * however few of them a busy machine makes.
   */
  async stepped({ over, frames, pixels }: Steps): Promise<number> {
    const before = await this.metrics();
    await this.page.evaluate(`probe.steps(${JSON.stringify(over)}, ${frames}, ${pixels})`);
    const after = await this.metrics();
    return ((after.TaskDuration - before.TaskDuration) * 1_000) / frames;
  }

  async linesDrawn(): Promise<Drawn> {
    return await this.page.evaluate<Drawn>('probe.linesDrawn()');
  }

  /** Nothing runs any more, the workers' answers painted too: a fifth of a second in which nearly nothing was done. */
  async rest(): Promise<void> {
    const longest = performance.now() + 15_000;
    for (let busy = 1; busy > 0.006 && performance.now() < longest;) {
      const { TaskDuration: before } = await this.metrics();
      await this.page.waitForTimeout(200);
      busy = (await this.metrics()).TaskDuration - before;
    }
  }

  async heapMb(): Promise<number> {
    await this.#cdp.send('HeapProfiler.collectGarbage');
    return (await this.metrics()).JSHeapUsedSize / 1e6;
  }

  async metrics(): Promise<{ readonly TaskDuration: number; readonly JSHeapUsedSize: number }> {
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { TaskDuration: value('TaskDuration'), JSHeapUsedSize: value('JSHeapUsedSize') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }
}
