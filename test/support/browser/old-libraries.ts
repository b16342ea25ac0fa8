/** What old libraries and scripts of a page do to built-ins, in their own way, before the chat is loaded. */
export const OLD_LIBRARIES: Record<string, string> = {
  // Prototype.js 1.6, from memory of its source
  prototype: `
    var P = Array.prototype
    P.toJSON = function () { return '[' + this.join(', ') + ']' }
    String.prototype.toJSON = function () { return '"' + this + '"' }
    Number.prototype.toJSON = function () { return String(this) }
    Date.prototype.toJSON = function () { return '"' + this.getTime() + '"' }
    P._each = P.each = function (iterator) { for (var i = 0; i < this.length; i++) iterator(this[i], i) }
    P.collect = P.map = function (iterator, context) {
      var results = []
      this.each(function (value, index) { results.push(iterator.call(context, value, index)) })
      return results
    }
    P.findAll = P.filter = P.select = function (iterator, context) {
      var results = []
      this.each(function (value, index) { if (iterator.call(context, value, index)) results.push(value) })
      return results
    }
    P.detect = P.find = function (iterator, context) {
      for (var i = 0; i < this.length; i++) if (iterator.call(context, this[i], i)) return this[i]
    }
    P.reduce = function () { return this.length > 1 ? this : this[0] }
    P.toArray = P.entries = P.clone = function () { return [].concat(this) }
    P.first = function () { return this[0] }
    P.last = function () { return this[this.length - 1] }
    P.size = function () { return this.length }
    P.inspect = function () { return '[' + this.join(', ') + ']' }
    var native = P.reverse
    P.reverse = function (inline) { return native.call(inline === false ? this.toArray() : this) }
    Array.from = function $A(iterable) {
      if (!iterable) return []
      if (iterable.toArray) return iterable.toArray()
      var length = iterable.length || 0, results = new Array(length)
      while (length--) results[length] = iterable[length]
      return results
    }
    RegExp.prototype.match = RegExp.prototype.test
    Function.prototype.bind = function (object) {
      var method = this, args = P.slice.call(arguments, 1)
      return function () { return method.apply(object, args.concat(P.slice.call(arguments))) }
    }
    var E = HTMLElement.prototype
    E.remove = function () { this.parentNode.removeChild(this); return this }
    E.update = E.insert = E.replace = E.hide = E.show = E.toggle = E.select = E.wrap = E.clone = function () { return this }
    E.scrollTo = function () { window.scrollTo(0, 0); return this }
    E.next = E.previous = E.up = E.down = function () { return null }
    E.addClassName = E.getStyle = E.setStyle = E.match = E.empty = function () { return null }
    var element = window.Element
    window.Element = function (tag) { return document.createElement(tag) }
    window.Element.prototype = element.prototype
    Object.keys = function (object) { var keys = []; for (var key in object) keys.push(key); return keys }`,
  // MooTools 1.2
  mootools: `
    window.Event = function (event) {
      if (event.$extended) return event
      if (event.type.match(/key/)) this.key = String.fromCharCode(event.which)
      this.$extended = true
    }
    window.Hash = window.Class = window.Fx = function () {}
    window.Element = function (tag, props) { return document.createElement(tag) }
    for (var type of [Array, String, Number, Function, RegExp, Date]) {
      type.prototype.$family = { name: 'x' }
      type.prototype.constructor = type
    }
    Array.prototype.each = Array.prototype.clean = Array.prototype.contains = Array.prototype.flatten = function () {}
    Array.prototype.include = Array.prototype.erase = Array.prototype.empty = function () { this.length = 0 }
    String.prototype.contains = String.prototype.test = String.prototype.clean = function () { return false }
    var E = HTMLElement.prototype
    E.get = E.set = E.erase = E.match = E.grab = E.wraps = E.dispose = E.destroy = E.adopt = E.inject = function () { return this }`,
  // Answers that were copied a million times
  snippets: `
    Element.prototype.remove = function () { this.parentElement.removeChild(this) }
    NodeList.prototype.remove = HTMLCollection.prototype.remove = function () {}
    Array.prototype.remove = function (from) { return this.splice(from, 1) }
    Array.prototype.contains = function (what) { return this.indexOf(what) >= 0 }
    String.prototype.trim = function () { return this.replace(/^\\s+|\\s+$/g, '') }
    String.prototype.format = String.prototype.replaceAll = function () { return String(this) }
    for (var name of ['extend', 'clone', 'forEach', 'size', 'each', 'keys', 'is', 'map', 'on', '$', 'toJSON', 'has space', 'title', 'hidden'])
      Object.prototype[name] = function () { return this }`,
  // Animations, scrolling and dialogs by what came before browsers had them
  polyfills: `
    Element.prototype.animate = function () {
      var animation = { play: function () {}, cancel: function () {}, onfinish: null }
      setTimeout(function () { animation.onfinish && animation.onfinish() }, 50)
      return animation
    }
    delete Intl.Segmenter
    delete HTMLElement.prototype.showPopover
    window.requestIdleCallback = undefined
    window.matchMedia = function (media) {
      return { matches: false, media: media, addListener: function () {}, addEventListener: function () {}, removeEventListener: function () {} }
    }`,
  // A polyfill of Intl without its data
  intl: `
    for (var name of ['DateTimeFormat', 'NumberFormat', 'Collator', 'ListFormat', 'PluralRules', 'RelativeTimeFormat'])
      Intl[name] = function () { throw new RangeError('Missing locale data') }`,
  // Tests and demos that hold the time
  'a frozen clock': `Date.now = function () { return 0 }`,
  'a clock of 40,000 years': `Date.now = function () { return 8.64e15 }`,
  'a clock that is none': `Date.now = function () { return NaN }`,
  'a clock of text': `Date.now = function () { return '1700000000000' }`,
  // Settings, webviews and frames
  'no storage': `
    for (var name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, { get: function () { throw new DOMException('denied', 'SecurityError') } })
    Object.defineProperty(navigator, 'locks', { value: undefined })
    delete window.BroadcastChannel`,
  'storage that is nothing': `
    for (var name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, { value: null })`,
  'a frozen storage': `
    Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError') }
    Object.freeze(Storage.prototype)`,
}

/** Elements whose names hide properties of the document. */
export const CLOBBERING = [
  ...['body', 'activeElement', 'visibilityState', 'hidden', 'documentElement', 'defaultView', 'host', 'currentScript'],
  ...['baseURI', 'cookie', 'fonts', 'adoptedStyleSheets', 'readyState', 'nodeType', 'title', 'lang', 'hasFocus'],
]
  .map(name => `<img name="${name}" alt=""><form name="${name}" id="${name}"><input name="${name}"></form>`)
  .join('')
