/** Copying to the clipboard, with a word to the user. May touch: the page's clipboard and Mantine's notifications. */
export { copyText } from './copy-text.ts';
export { useCopy, type Copy, type CopyTexts } from './use-copy.ts';
