/** By it the shape of the environment's variables is known among others. */
export const variablesTitle = 'Variables of the environment';
