;; A mini-app written by hand in WebAssembly text: it draws a screen that says whether the person was here before, and
;; keeps a visit when the action is taken. It knows nothing of Python; it speaks the same WIT world.
(component
  (import "kuaiban:runtime/host@0.1.0" (instance $host
    (export "call" (func (param "capability" string) (param "payload" string) (result string)))))

  ;; Memory and its allocator stand apart, so that the lowered import can use them.
  (core module $libc
    (memory (export "memory") 4)
    (global $next (mut i32) (i32.const 65536))
    (func (export "realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
      (local $at i32)
      ;; Nothing is freed: the instance lives for one call.
      (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
      (global.set $next (i32.add (local.get $at) (local.get $size)))
      (loop $grow
        (if (i32.gt_u (global.get $next) (i32.mul (memory.size) (i32.const 65536)))
          (then
            (if (i32.eq (memory.grow (i32.const 4)) (i32.const -1)) (then unreachable))
            (br $grow))))
      (if (local.get $old_size)
        (then (memory.copy (local.get $at) (local.get $old) (local.get $old_size))))
      (local.get $at)))
  (core instance $libc (instantiate $libc))
  (core func $call (canon lower (func $host "call")
    (memory (core memory $libc "memory")) (realloc (core func $libc "realloc")) string-encoding=utf8))

  (core module $app
    (import "libc" "memory" (memory 1))
    (import "host" "call" (func $call (param i32 i32 i32 i32 i32)))
    (data (i32.const 1024) "store.get")
    (data (i32.const 1040) "store.put")
    (data (i32.const 1056) "{\"key\":\"visited\"}")
    (data (i32.const 1088) "{\"key\":\"visited\",\"value\":true}")
    (data (i32.const 1152) "\"kind\":\"action\"")
    (data (i32.const 1184) "\"value\":true")
    (data (i32.const 2048) "{\"kind\":\"screen\",\"screen\":{\"title\":\"到访\",\"body\":[{\"component\":\"Text\",\"text\":\"第一次来\"},{\"component\":\"Button\",\"text\":\"记下\",\"action\":{\"kind\":\"action\",\"name\":\"act\"}}]}}")
    (data (i32.const 3072) "{\"kind\":\"screen\",\"screen\":{\"title\":\"到访\",\"body\":[{\"component\":\"Text\",\"text\":\"您来过\"}]}}")
    (data (i32.const 4096) "{\"kind\":\"action\",\"action\":{\"outcome\":\"done\"}}")

    ;; Whether `needle` stands somewhere in `hay`.
    (func $has (param $hay i32) (param $size i32) (param $needle i32) (param $length i32) (result i32)
      (local $at i32) (local $same i32)
      (block $no
        (loop $places
          (br_if $no (i32.gt_u (i32.add (local.get $at) (local.get $length)) (local.get $size)))
          (local.set $same (i32.const 0))
          (block $differs
            (loop $bytes
              (if (i32.eq (local.get $same) (local.get $length)) (then (return (i32.const 1))))
              (br_if $differs (i32.ne
                (i32.load8_u (i32.add (i32.add (local.get $hay) (local.get $at)) (local.get $same)))
                (i32.load8_u (i32.add (local.get $needle) (local.get $same)))))
              (local.set $same (i32.add (local.get $same) (i32.const 1)))
              (br $bytes)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $places)))
      (i32.const 0))

    ;; The string from `at` up to the first zero byte, as the canonical ABI wants it.
    (func $answer (param $at i32) (result i32)
      (local $end i32)
      (local.set $end (local.get $at))
      (block $found
        (loop $bytes
          (br_if $found (i32.eqz (i32.load8_u (local.get $end))))
          (local.set $end (i32.add (local.get $end) (i32.const 1)))
          (br $bytes)))
      (i32.store (i32.const 16) (local.get $at))
      (i32.store (i32.const 20) (i32.sub (local.get $end) (local.get $at)))
      (i32.const 16))

    (func (export "handle") (param $request i32) (param $size i32) (result i32)
      (if (call $has (local.get $request) (local.get $size) (i32.const 1152) (i32.const 15))
        (then
          (call $call (i32.const 1040) (i32.const 9) (i32.const 1088) (i32.const 30) (i32.const 32))
          (return (call $answer (i32.const 4096)))))
      (call $call (i32.const 1024) (i32.const 9) (i32.const 1056) (i32.const 17) (i32.const 32))
      (if (result i32) (call $has (i32.load (i32.const 32)) (i32.load (i32.const 36)) (i32.const 1184) (i32.const 12))
        (then (call $answer (i32.const 3072)))
        (else (call $answer (i32.const 2048))))))

  (core instance $app (instantiate $app
    (with "libc" (instance $libc))
    (with "host" (instance (export "call" (func $call))))))
  (func (export "handle") (param "request" string) (result string)
    (canon lift (core func $app "handle")
      (memory (core memory $libc "memory")) (realloc (core func $libc "realloc")) string-encoding=utf8)))
