package io.mpreg.client;

import io.mpreg.wire.bin.MessageType;
import java.io.ByteArrayOutputStream;

/** How several messages become one frame. */
enum Join {
    /** A lone object as it is, several as an array. */
    JSON {
        @Override
        byte[] lone(byte[] message) {
            return message;
        }

        @Override
        void begin(ByteArrayOutputStream frame) {
            frame.write('[');
        }

        @Override
        void next(ByteArrayOutputStream frame) {
            frame.write(',');
        }

        @Override
        void end(ByteArrayOutputStream frame) {
            frame.write(']');
        }
    },
    /** The version, then the messages. */
    BINARY {
        @Override
        byte[] lone(byte[] message) {
            byte[] frame = new byte[message.length + 1];
            frame[0] = MessageType.VERSION;
            System.arraycopy(message, 0, frame, 1, message.length);
            return frame;
        }

        @Override
        void begin(ByteArrayOutputStream frame) {
            frame.write(MessageType.VERSION);
        }

        @Override
        void next(ByteArrayOutputStream frame) {}

        @Override
        void end(ByteArrayOutputStream frame) {}
    };

    /** The frame of one message. */
    abstract byte[] lone(byte[] message);

    abstract void begin(ByteArrayOutputStream frame);

    abstract void next(ByteArrayOutputStream frame);

    abstract void end(ByteArrayOutputStream frame);
}
