// What one picks emoji from; loaded after what knows them

export { openPicker } from './picker.ts'
