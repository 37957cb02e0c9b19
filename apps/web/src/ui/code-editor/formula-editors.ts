// Editors of formulas, kept alive between two uses: making one takes a hundred milliseconds, an arrow key in a tree of
// formulas must not. An editor that nobody shows waits outside of the page.
import { formulaLanguage } from './formula-language.ts';
import { editorOptions, monaco } from './monaco.ts';

export interface FormulaUse {
  readonly value: string;
  readonly label: string;
  readonly readOnly: boolean;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
  readonly onApply: () => void;
  readonly onPutBack: () => void;
}

export interface KeptEditor {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly model: monaco.editor.ITextModel;
  /** Shows another text; the caret stands behind it. */
  readonly show: (text: string) => void;
  /** Nobody has been in the text since it is shown: its caret stands where nobody put it. */
  readonly isUntouched: () => boolean;
}

interface Kept extends KeptEditor {
  /** What the editor stands in; it is moved from place to place. */
  readonly box: HTMLElement;
  use: FormulaUse | null;
}

const waiting: Kept[] = [];

/** Shows an editor in `place`; the handed-back function takes it away again. */
export function borrowEditor(place: HTMLElement, use: FormulaUse): { readonly kept: KeptEditor; giveBack: () => void } {
  const kept = waiting.pop() ?? make();
  place.append(kept.box);
  kept.editor.updateOptions({ readOnly: use.readOnly, ariaLabel: use.label });
  kept.show(use.value);
  kept.editor.setScrollTop(0);
  kept.editor.layout();
  kept.use = use;
  return {
    kept,
    giveBack: () => {
      kept.use = null;
      monaco.editor.setModelMarkers(kept.model, 'formula', []);
      kept.model.setValue('');
      kept.box.remove();
      waiting.push(kept);
    },
  };
}

function make(): Kept {
  const box = document.createElement('div');
  box.className = 'h-full w-full';
  const model = monaco.editor.createModel('', formulaLanguage);
  const editor = monaco.editor.create(box, { ...formulaOptions, model });
  let isUntouched = true;
  const kept: Kept = {
    box,
    model,
    editor,
    use: null,
    show: (text) => {
      model.setValue(text);
      editor.setPosition(model.getFullModelRange().getEndPosition());
      isUntouched = !editor.hasTextFocus();
    },
    isUntouched: () => isUntouched,
  };
  editor.onDidFocusEditorText(() => {
    isUntouched = false;
  });
  editor.onDidChangeModelContent(() => kept.use?.onChange(editor.getValue()));
  editor.onDidBlurEditorText(() => kept.use?.onBlur());
  addKeys(kept);
  return kept;
}

const formulaOptions: monaco.editor.IStandaloneEditorConstructionOptions = {
  ...editorOptions,
  lineNumbers: 'off',
  glyphMargin: false,
  folding: false,
  lineDecorationsWidth: 8,
  lineNumbersMinChars: 0,
  renderLineHighlight: 'none',
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollbar: { vertical: 'auto', horizontal: 'hidden', verticalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
  padding: { top: 5, bottom: 5 },
  contextmenu: false,
  occurrencesHighlight: 'off',
  wordBasedSuggestions: 'off',
  quickSuggestions: true,
  // A word that is written out is no reason to press Enter twice.
  acceptSuggestionOnEnter: 'smart',
  suggest: { showIcons: true, showWords: false, snippetsPreventQuickSuggestions: false },
  parameterHints: { enabled: true },
  hover: { delay: 250 },
};

function addKeys(kept: Kept): void {
  const { KeyCode } = monaco;
  kept.editor.addAction({
    id: 'formula.apply',
    label: 'Apply the formula',
    keybindings: [KeyCode.Enter],
    precondition: '!suggestWidgetVisible || !suggestionMakesTextEdit',
    run: () => {
      kept.editor.trigger('formula.apply', 'hideSuggestWidget', {});
      kept.use?.onApply();
    },
  });
  kept.editor.addAction({
    id: 'formula.putBack',
    label: 'Put back what stood there',
    keybindings: [KeyCode.Escape],
    precondition: '!suggestWidgetVisible && !parameterHintsVisible && !findWidgetVisible',
    run: () => kept.use?.onPutBack(),
  });
}
