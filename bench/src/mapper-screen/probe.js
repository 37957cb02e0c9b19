// In the page, before anything else: when what was asked for was painted, and how evenly frames came.
globalThis.probe = {
  /**
   * Milliseconds from the next event of a kind to the moment after the frame in which `seen` held: looked at once a frame,
   * so up to a frame too many and none too few.
   */
  painted(kind, seen) {
    return new Promise((resolve, reject) => {
      const begin = (event) => {
        const look = () => {
          if (performance.now() - event.timeStamp > 20_000) reject(new Error(`never seen: ${seen}`));
          else if (!seen()) requestAnimationFrame(look);
          else afterFrame(() => resolve(performance.now() - event.timeStamp));
        };
        requestAnimationFrame(look);
      };
      addEventListener(kind, begin, { capture: true, once: true });
    });
  },

  /** Times of frames until `stop` is called. */
  frames() {
    const times = [];
    let isOn = true;
    const tick = (time) => {
      times.push(time);
      if (isOn) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    return () => {
      isOn = false;
      return times;
    };
  },

  /** Scrolls by so many pixels in each of so many frames. */
  steps(selector, frames, pixels) {
    const scroller = document.querySelector(selector);
    return new Promise((resolve) => {
      const step = (left) => {
        if (left === 0) afterFrame(resolve);
        else {
          scroller.scrollTop += pixels;
          requestAnimationFrame(() => step(left - 1));
        }
      };
      requestAnimationFrame(() => step(frames));
    });
  },

  /**
   * How many lines one drawing stands for. `whole`: both ends in view, each a curve from edge to edge. `leaving`: one end
   * in view, as the badges at the edges count them; those of one row share their stroke.
   */
  linesDrawn() {
    const layer = document.querySelector('.mapper-lines');
    const width = layer.clientWidth;
    const isWhole = (path) => path.startsWith('0 ') && Math.abs(Number(path.split(/[ C]/).at(-2)) - width) < 0.2;
    const wholeIn = (text) => text.split('M').filter(isWhole).length;
    const inSvg = [...layer.querySelectorAll('svg path[d]:not(.dot)')].map((path) => path.getAttribute('d'));
    const OwnPath = globalThis.Path2D;
    let whole = wholeIn(inSvg.join(''));
    globalThis.Path2D = function (text) {
      if (typeof text === 'string') whole += wholeIn(text);
      return new OwnPath(text);
    };
    const badges = [...layer.querySelectorAll('.line-label.outside')];
    const leaving = badges.reduce((sum, badge) => sum + Number.parseInt(badge.textContent, 10), 0);
    return new Promise((resolve) => {
      const scroller = document.querySelector('.mapper-scroller.target');
      scroller.addEventListener(
        'scroll',
        () =>
          requestAnimationFrame(() =>
            afterFrame(() => {
              globalThis.Path2D = OwnPath;
              resolve({ whole, leaving });
            }),
          ),
        { once: true },
      );
      scroller.scrollBy(0, 1);
    });
  },
};

/** A task right after the frame that is being made. */
function afterFrame(then) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = then;
  port2.postMessage(null);
}
