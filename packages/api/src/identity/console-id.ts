/** Stands as the maker of keys that the console made: there is no person behind them whose rights could shrink. */
export const consoleId = 'console';
